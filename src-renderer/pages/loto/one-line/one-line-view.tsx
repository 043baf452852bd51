import { useQuery } from '@tanstack/react-query'
import { useCallback, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { LotoBoard } from '../../../api/loto-types.ts'
import { deviceIndexQuery } from '../../../api/queries/devices.ts'
import { EmptyState } from '../../../components/empty-state.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { useFormat } from '../../../format/use-format.ts'
import { sessionsByDevice } from '../board/board-model.ts'
import { Unplaced } from '../board/unplaced.tsx'
import { NodeBox } from './node-box.tsx'
import classes from './one-line.module.css'
import { oneLine } from './one-line.ts'
import { drawnSize, OneLineWires, spotOf } from './wires.tsx'

interface OneLineViewProps {
  board: LotoBoard
  openId: string
  onOpen: (sessionId: string) => void
}

/** Where the energy comes from, where it is cut, and what is without it. */
export function OneLineView({ board, openId, onOpen }: OneLineViewProps) {
  const { t } = useTranslation()
  const { compare } = useFormat()
  const query = useQuery(deviceIndexQuery)
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set())
  const held = useMemo(() => sessionsByDevice(board), [board])
  const devices = useMemo(
    () => query.data?.map(({ id, name, parent_id }) => ({ id, name, parentId: parent_id })) ?? [],
    [query.data],
  )
  const drawing = useMemo(
    () => oneLine({ devices, locked: new Set(held.keys()), unfolded, compare }),
    [devices, held, unfolded, compare],
  )
  const flip = useCallback((deviceId: string) => {
    setUnfolded((before) => {
      const after = new Set(before)
      if (!after.delete(deviceId)) after.add(deviceId)
      return after
    })
  }, [])
  const isDrawn = (deviceId: string) => drawing.nodes.some(({ key }) => key === deviceId)
  const { width, height } = drawnSize(drawing)
  return (
    <div className={classes.stage}>
      <Loaded query={query}>
        {() =>
          drawing.nodes.length === 0 ? (
            <EmptyState title={t('loto.oneLine.none')} hint={t('loto.oneLine.noneHint')} />
          ) : (
            <section className={classes.scroller} aria-label={t('loto.oneLine.label')}>
              <Legend />
              <div className={classes.drawing} style={{ width, height }}>
                <OneLineWires drawing={drawing} />
                <ul>
                  {drawing.nodes.map((node) => (
                    <NodeBox
                      key={node.key}
                      node={node}
                      spot={spotOf(node)}
                      session={node.device ? (held.get(node.device.id) ?? null) : null}
                      openId={openId}
                      onOpen={onOpen}
                      onFold={flip}
                    />
                  ))}
                </ul>
              </div>
            </section>
          )
        }
      </Loaded>
      <Unplaced board={board} isPlaced={isDrawn} />
    </div>
  )
}

function Legend() {
  const { t } = useTranslation()
  return (
    <div className={classes.legend}>
      <span>
        <svg width="26" height="8" aria-hidden="true">
          <path d="M0 4H26" className={classes.wire} />
        </svg>
        {t('loto.oneLine.live')}
      </span>
      <span>
        <svg width="26" height="8" aria-hidden="true">
          <path d="M0 4H26" className={classes.wire} data-energy="dead" />
        </svg>
        {t('loto.oneLine.dead')}
      </span>
      <span className={classes.caveat}>{t('loto.oneLine.mayBeLive')}</span>
    </div>
  )
}
