import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { Loaded } from '../../../components/loaded.tsx'
import { LockMark } from '../../../components/lock-mark.tsx'
import { lotoPath } from '../../../paths.ts'
import { useLotoNumber } from '../../loto/use-number.ts'
import { useDevice } from '../detail/use-device.ts'
import classes from './control.module.css'
import type { Point } from './point-model.ts'
import { PointRow } from './point-row.tsx'
import { pointsQuery, useControlled } from './queries.ts'

/** What can be switched and set at a device, and at the breakers that hang on it. */
export function ControlTab({ deviceId, isCompact = false }: { deviceId: string; isCompact?: boolean }) {
  const { ids } = useControlled(deviceId)
  const Heading = isCompact ? 'h3' : 'h2'
  return (
    <div className={classes.control} data-compact={isCompact || undefined}>
      {ids.map((id) => (
        <DevicePoints key={id} deviceId={id} isOther={id !== deviceId} Heading={Heading} />
      ))}
    </div>
  )
}

function DevicePoints({ deviceId, isOther, Heading }: { deviceId: string; isOther: boolean; Heading: 'h2' | 'h3' }) {
  const { row } = useDevice(deviceId)
  const query = useQuery(pointsQuery(deviceId))
  const name = row?.name ?? ''
  return (
    <section className={classes.device} aria-label={name}>
      <div className={classes.head}>
        <Heading>{isOther ? <Link to={`/devices/${deviceId}`}>{name}</Link> : name}</Heading>
        <LockLink lock={query.data?.[0]?.locked_by ?? null} />
      </div>
      <Loaded query={query} rows={2}>
        {(points) => (
          <ul>
            {points.map((point) => (
              <PointRow key={point.point} deviceId={deviceId} deviceName={name} point={point} />
            ))}
          </ul>
        )}
      </Loaded>
    </section>
  )
}

/** The lock-out that stops every write of the device, and the way to it. */
function LockLink({ lock }: { lock: Point['locked_by'] }) {
  const number = useLotoNumber()
  if (lock?.session_id == null) return null
  return (
    <Link to={lotoPath(lock.session_id)} className={classes.lock}>
      <LockMark /> {lock.number === null ? null : number(lock.number)}
    </Link>
  )
}
