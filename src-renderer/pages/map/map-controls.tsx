import { ActionIcon, Checkbox, Popover, Radio, Stack, Tooltip } from '@mantine/core'
import { IconFocusCentered, IconMinus, IconPlus, IconStack2 } from '@tabler/icons-react'
import type { ReactNode, RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import { LockMark } from '../../components/lock-mark.tsx'
import type { Bounds } from '../../map/bounds.ts'
import { DEVICE_STATES, isSeverity } from '../../map/device-state.ts'
import type { MarinaMapHandle } from '../../map/marina-map.tsx'
import type { Toggle } from '../../map/plan-layers.ts'
import { StateMark } from '../devices/state-mark.tsx'
import classes from './map-page.module.css'

interface MapControlsProps {
  map: RefObject<MarinaMapHandle | null>
  home: Bounds | null
  hidden: ReadonlySet<Toggle>
  onHidden: (hidden: ReadonlySet<Toggle>) => void
  tileNames: readonly string[]
  tileName: string
  onTiles: (name: string) => void
}

export function MapControls(props: MapControlsProps) {
  const { map, home } = props
  const { t } = useTranslation()
  return (
    <div className={classes.controls}>
      <Control label={t('map.fit')} isDisabled={!home} onPress={() => home && map.current?.fit(home)}>
        <IconFocusCentered size={19} />
      </Control>
      <Control label={t('map.zoomIn')} onPress={() => map.current?.zoomBy(1)}>
        <IconPlus size={19} />
      </Control>
      <Control label={t('map.zoomOut')} onPress={() => map.current?.zoomBy(-1)}>
        <IconMinus size={19} />
      </Control>
      <Layers {...props} />
    </div>
  )
}

interface ControlProps {
  label: string
  onPress: () => void
  isDisabled?: boolean
  children: ReactNode
}

/** Pressed by gloves: 40 px. */
function Control({ label, onPress, isDisabled = false, children }: ControlProps) {
  return (
    <Tooltip label={label} position="left">
      <ActionIcon size={40} variant="default" aria-label={label} disabled={isDisabled} onClick={onPress}>
        {children}
      </ActionIcon>
    </Tooltip>
  )
}

const TOGGLES = ['plan', 'names', 'world'] as const
const NONE = 'none'

function Layers({ hidden, onHidden, tileNames, tileName, onTiles }: MapControlsProps) {
  const { t } = useTranslation()
  const flip = (toggle: Toggle): void => {
    const next = new Set(hidden)
    if (!next.delete(toggle)) next.add(toggle)
    onHidden(next)
  }
  return (
    <Popover position="left-start" trapFocus width={240}>
      <Popover.Target>
        <ActionIcon size={40} variant="default" aria-label={t('map.layers')}>
          <IconStack2 size={19} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('map.layers')}>
        <Stack gap={10}>
          {TOGGLES.map((toggle) => (
            <Checkbox
              key={toggle}
              label={t(`map.toggle.${toggle}`)}
              checked={!hidden.has(toggle)}
              onChange={() => flip(toggle)}
            />
          ))}
          {tileNames.length > 0 ? (
            <Radio.Group label={t('map.tiles')} value={tileName || NONE} onChange={onTiles}>
              <Stack gap={6} mt={4}>
                {tileNames.map((name) => (
                  <Radio key={name} size="xs" value={name} label={name} />
                ))}
                <Radio size="xs" value={NONE} label={t('map.noTiles')} />
              </Stack>
            </Radio.Group>
          ) : null}
          <Legend />
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}

function Legend() {
  const { t } = useTranslation()
  return (
    <div>
      <p className="quiet">{t('map.legend')}</p>
      <ul className={classes.legend}>
        {[...DEVICE_STATES].reverse().map((state) => (
          <li key={state}>
            <StateMark state={state} isSilent />
            {isSeverity(state) ? t(`severity.${state}`) : t(`devices.state.${state}`)}
          </li>
        ))}
        <li>
          <LockMark size={16} />
          {t('loto.locked')}
        </li>
      </ul>
    </div>
  )
}
