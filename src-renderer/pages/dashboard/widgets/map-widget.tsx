import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { EmptyState } from '../../../components/empty-state.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { boundsOf } from '../../../map/bounds.ts'
import { MarinaMap } from '../../../map/marina-map.tsx'
import type { Toggle } from '../../../map/plan-layers.ts'
import { devicePath } from '../../../paths.ts'
import { useDeviceRows } from '../../devices/use-device-rows.ts'
import { usePlacedDevices, useSitePlan } from '../../map/use-map-devices.ts'
import classes from './widgets.module.css'

const NOTHING_HIDDEN: ReadonlySet<Toggle> = new Set()
const nothing = () => undefined

/** The plan around the devices of this place; a press on one opens it. */
export function MapWidget({ subregionId }: { subregionId: string }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { rows } = useDeviceRows()
  const { placed, query } = usePlacedDevices(rows)
  const plan = useSitePlan()
  const [hasFailed, setFailed] = useState(false)
  const here = useMemo(
    () => new Set(rows.filter((row) => row.subregionId === subregionId).map(({ id }) => id)),
    [rows, subregionId],
  )
  const home = useMemo(() => {
    const ours = placed.filter(({ id }) => here.has(id))
    return boundsOf((ours.length > 0 ? ours : placed).map((device) => [device.longitude, device.latitude]))
  }, [placed, here])
  if (!query.data) return null
  return (
    <Loaded query={plan}>
      {(sitePlan) => (
        <div className={classes.map}>
          {home ? (
            <MarinaMap
              handle={null}
              plan={sitePlan}
              devices={placed}
              selectedId={null}
              hidden={NOTHING_HIDDEN}
              tiles={null}
              camera={null}
              home={home}
              label={t('map.label')}
              onSelect={(id) => {
                if (id) void navigate(devicePath(id))
              }}
              onCamera={nothing}
              onProblem={() => setFailed(true)}
            />
          ) : (
            <EmptyState isCompact title={t('map.none')} />
          )}
          {hasFailed ? (
            <p className={classes.problem} role="status">
              {t('map.problem')}
            </p>
          ) : null}
        </div>
      )}
    </Loaded>
  )
}
