import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLive } from '../../../api/live.ts'
import { useMay } from '../../../api/queries/session.ts'
import { StateWord } from '../../../components/state-word.tsx'
import { Value } from '../../../components/value.tsx'
import { useFormat } from '../../../format/use-format.ts'
import { useDevice } from '../detail/use-device.ts'
import classes from './control.module.css'
import { blockOf, mayChoose, type Outcome, outcomeOf, type Point, type WriteAnswer } from './point-model.ts'
import { SetPoint } from './set-point.tsx'
import { usePointText } from './use-point-text.ts'
import { WriteAct } from './write-act.tsx'

interface PointRowProps {
  deviceId: string
  deviceName: string
  point: Point
}

/** How a write ended, and when. */
interface Ended {
  answer: WriteAnswer
  at: number
}

/** One point: what it is now, what it can be made to be, and how the last write ended. */
export function PointRow({ deviceId, deviceName, point }: PointRowProps) {
  const { t } = useTranslation()
  const mayControl = useMay()('devices:control')
  const [wanted, setWanted] = useState<number | null>(null)
  const [ended, setEnded] = useState<Ended | null>(null)
  const block = blockOf(point, mayControl)
  const now = usePresent(deviceId, point)
  const blockId = `${deviceId}-${point.point}-block`
  const isKept = point.kind !== 'command'
  return (
    <li className={classes.point}>
      <span className={classes.name}>{point.name}</span>
      <span className={classes.now}>{isKept ? <PresentValue deviceId={deviceId} point={point} /> : null}</span>
      <div className={classes.acts}>
        {point.options ? (
          <fieldset className={classes.options}>
            <legend className="visually-hidden">{point.name}</legend>
            {point.options.map((option) => {
              const isNow = isKept && option.value === now.value
              // What is only believed to be so may be asked for again.
              const isSure = isNow && now.quality !== 'stale'
              return (
                <button
                  key={option.value}
                  type="button"
                  className={classes.option}
                  aria-pressed={isKept ? isNow : undefined}
                  aria-describedby={block ? blockId : undefined}
                  disabled={isSure || !mayChoose(block, option)}
                  onClick={() => setWanted(option.value)}
                >
                  {option.name}
                </button>
              )
            })}
          </fieldset>
        ) : (
          <SetPoint point={point} isBlocked={block !== null} describedBy={block ? blockId : null} onWrite={setWanted} />
        )}
      </div>
      {block ? (
        <p id={blockId} className={classes.block}>
          {t(`devices.control.blocked.${block}`)}
        </p>
      ) : null}
      <p role="status" className={classes.outcome} data-outcome={ended ? outcomeOf(ended.answer) : undefined}>
        {ended ? <OutcomeText point={point} {...ended} /> : null}
      </p>
      <WriteAct
        deviceId={deviceId}
        deviceName={deviceName}
        point={point}
        before={now.value}
        wanted={wanted}
        onClose={() => setWanted(null)}
        onAnswer={(answer) => setEnded(answer && { answer, at: Date.now() })}
      />
    </li>
  )
}

/** The newest of what the feed and the list of points say. */
function usePresent(deviceId: string, point: Point) {
  const newest = useLive(deviceId, point.metric ?? '')
  const told = { value: point.value, quality: point.quality, timestamp: point.timestamp }
  if (!newest || point.metric === null) return told
  return { value: newest.value, quality: newest.quality, timestamp: newest.atMs }
}

function PresentValue({ deviceId, point }: { deviceId: string; point: Point }) {
  const { t } = useTranslation()
  const { device } = useDevice(deviceId)
  const { value, quality, timestamp } = usePresent(deviceId, point)
  if (point.metric === null)
    return (
      <span title={t('devices.control.unknown')}>
        <span aria-hidden="true">—</span>
        <span className="visually-hidden">{t('devices.control.unknown')}</span>
      </span>
    )
  return (
    <Value
      metric={point.metric}
      value={value}
      unit={point.unit}
      quality={quality ?? undefined}
      timestamp={timestamp}
      periodS={device?.poll_interval_s ?? null}
      label={point.options?.find((option) => option.value === value)?.name ?? null}
      size="md"
    />
  )
}

const SHAPES = {
  confirmed: 'full',
  confirmedPlain: 'full',
  mismatch: 'half',
  unread: 'empty',
  failed: 'cross',
} as const

function OutcomeText({ point, answer, at }: Ended & { point: Point }) {
  const { t } = useTranslation()
  const format = useFormat()
  const text = usePointText(point)
  const outcome: Outcome = outcomeOf(answer)
  const words = t(`devices.control.outcome.${outcome}`, {
    value: answer.read_back === null ? '' : text(answer.read_back),
    requested: text(answer.requested),
    cause: answer.cause ?? '',
  })
  return (
    <StateWord shape={SHAPES[outcome]}>
      {words} <span className="quiet">{format.time(at, 'seconds')}</span>
    </StateWord>
  )
}
