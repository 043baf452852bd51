import { ActionIcon } from '@mantine/core'
import { IconArrowsDiagonal2, IconGripVertical, IconSettings } from '@tabler/icons-react'
import { type CSSProperties, type KeyboardEvent, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { settle } from '../model/grid.ts'
import { WidgetView } from '../widgets/widget-view.tsx'
import type { Place, Widget } from '../wire.ts'
import classes from './grid.module.css'
import { type Dragged, type Dragging, useDragging } from './use-dragging.ts'

interface DashboardGridProps {
  widgets: readonly Widget[]
  isEditing: boolean
  openId: string
  onPlaced: (dragged: Dragged) => void
  onOpen: (id: string) => void
  onDelete: (widget: Widget) => void
}

const ARROWS: Readonly<Record<string, readonly [dx: number, dy: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

/** Twelve columns, rows as many as it takes; on a narrow window the widgets stand below each other. */
export function DashboardGrid({ widgets, isEditing, onPlaced, ...acts }: DashboardGridProps) {
  const { t } = useTranslation()
  const grid = useRef<HTMLDivElement>(null)
  const dragging = useDragging(grid, onPlaced)
  const { dragged } = dragging
  const shown = useMemo(() => {
    if (!dragged) return inReadingOrder(widgets)
    const moved = widgets.map((widget) => (widget.id === dragged.id ? { ...widget, ...dragged.place } : widget))
    return inReadingOrder(settle(moved, dragged.id))
  }, [widgets, dragged])
  return (
    <div className={classes.scroll}>
      {isEditing ? <p className={classes.keys}>{t('dashboards.keys')}</p> : null}
      <div ref={grid} className={classes.grid} data-editing={isEditing || undefined}>
        {shown.map((widget) => (
          <Tile
            key={widget.id}
            widget={widget}
            stored={widgets.find(({ id }) => id === widget.id) ?? widget}
            isEditing={isEditing}
            dragging={dragging}
            {...acts}
          />
        ))}
      </div>
    </div>
  )
}

/** Tab goes as the eye does. */
const inReadingOrder = (widgets: readonly Widget[]): readonly Widget[] =>
  [...widgets].sort((a, b) => a.y - b.y || a.x - b.x)

const cellsOf = ({ x, y, w, h }: Place) => ({ '--x': x + 1, '--y': y + 1, '--w': w, '--h': h }) as CSSProperties

interface TileProps extends Pick<DashboardGridProps, 'isEditing' | 'openId' | 'onOpen' | 'onDelete'> {
  widget: Widget
  /** As it is saved: where it goes back to. */
  stored: Widget
  dragging: Dragging
}

function Tile({ widget, stored, isEditing, openId, dragging, onOpen, onDelete }: TileProps) {
  const isDragged = dragging.dragged?.id === widget.id
  return (
    <section
      className={classes.tile}
      style={cellsOf(widget)}
      data-dragged={isDragged || undefined}
      data-open={openId === widget.id || undefined}
      data-type={widget.type}
      aria-label={widget.title}
    >
      <header className={classes.head}>
        {isEditing ? (
          <Handle widget={widget} stored={stored} dragging={dragging} onOpen={onOpen} onDelete={onDelete} />
        ) : null}
        <h2 className={classes.title}>{widget.title}</h2>
        {isEditing ? <SettingsButton widget={widget} onOpen={onOpen} /> : null}
      </header>
      <div className={classes.body} inert={isEditing}>
        <WidgetView widget={stored} subregionId={stored.subregion_id} />
      </div>
      {isEditing ? (
        <div
          className={classes.corner}
          aria-hidden="true"
          onPointerDown={(event) => dragging.take(stored, 'size', event)}
          onPointerMove={dragging.drag}
          onPointerUp={dragging.drop}
          onPointerCancel={dragging.letGo}
        >
          <IconArrowsDiagonal2 size={15} stroke={1.6} />
        </div>
      ) : null}
    </section>
  )
}

/** Takes the pointer for dragging and the keys for moving, resizing, opening and deleting. */
function Handle({ widget, stored, dragging, onOpen, onDelete }: Omit<TileProps, 'isEditing' | 'openId'>) {
  const { t } = useTranslation()
  const onKeyDown = (event: KeyboardEvent): void => {
    const arrow = ARROWS[event.key]
    if (arrow) dragging.nudge(stored, event.shiftKey ? 'size' : 'move', arrow[0], arrow[1])
    else if (event.key === 'Enter') onOpen(stored.id)
    else if (event.key === 'Delete' || event.key === 'Backspace') onDelete(stored)
    else if (event.key === 'Escape' && dragging.dragged) dragging.letGo()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const place = t('dashboards.placed', {
    title: widget.title,
    x: widget.x + 1,
    y: widget.y + 1,
    w: widget.w,
    h: widget.h,
  })
  return (
    <button
      type="button"
      className={classes.handle}
      aria-label={t('dashboards.move', { title: widget.title })}
      onKeyDown={onKeyDown}
      onBlur={() => dragging.rest(stored)}
      onPointerDown={(event) => dragging.take(stored, 'move', event)}
      onPointerMove={dragging.drag}
      onPointerUp={dragging.drop}
      onPointerCancel={dragging.letGo}
    >
      <IconGripVertical size={16} stroke={1.6} aria-hidden="true" />
      <span className="visually-hidden" aria-live="polite">
        {dragging.dragged?.id === widget.id ? place : ''}
      </span>
    </button>
  )
}

function SettingsButton({ widget, onOpen }: { widget: Widget; onOpen: (id: string) => void }) {
  const { t } = useTranslation()
  return (
    <ActionIcon
      size={26}
      aria-label={t('dashboards.settings', { title: widget.title })}
      onClick={() => onOpen(widget.id)}
    >
      <IconSettings size={16} stroke={1.6} />
    </ActionIcon>
  )
}
