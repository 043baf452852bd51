import { useTranslation } from 'react-i18next'
import classes from '../firmware.module.css'
import type { OtaUpdate, Rollout } from '../wire.ts'
import { isBad, isUnderWay, OtaWord, otaWord } from './ota-word.tsx'

interface RolloutMatrixProps {
  rollout: Rollout
  openId: string
  onOpen: (id: string) => void
}

/** Every unit a cell, wave under wave: where a rollout stands is seen, not read. */
export function RolloutMatrix({ rollout, openId, onOpen }: RolloutMatrixProps) {
  const { t } = useTranslation()
  const waves = rollout.waves.map((percent, wave) => ({
    wave,
    percent,
    updates: rollout.updates.filter((update) => update.wave === wave),
  }))
  return (
    <div className={classes.matrix}>
      {waves
        .filter(({ updates }) => updates.length > 0)
        .map(({ wave, updates }) => (
          <section key={wave} className={classes.wave} data-waits={wave > rollout.opened_wave || undefined}>
            <h3 className={classes.waveName}>
              {t('firmware.rollout.wave', { number: wave + 1 })}
              <span>{t('firmware.rollout.units', { count: updates.length })}</span>
            </h3>
            <ul className={classes.cells}>
              {updates.map((update) => (
                <li key={update.id}>
                  <Cell update={update} isOpen={update.id === openId} onOpen={onOpen} />
                </li>
              ))}
            </ul>
          </section>
        ))}
    </div>
  )
}

function Cell({ update, isOpen, onOpen }: { update: OtaUpdate; isOpen: boolean; onOpen: (id: string) => void }) {
  const { t } = useTranslation()
  const name = update.unit_name ?? t('firmware.gone')
  return (
    <button
      type="button"
      className={classes.cell}
      data-open={isOpen || undefined}
      data-bad={isBad(update) || undefined}
      aria-label={`${name}: ${otaWord(t, update)}`}
      onClick={() => onOpen(update.id)}
    >
      <span className={classes.cellName}>
        <span className="truncate">{name}</span>
        {update.attempt > 1 ? <span className={classes.attempt}>×{update.attempt}</span> : null}
      </span>
      <OtaWord update={update} />
      <span className={classes.bar} data-on={isUnderWay(update) || undefined}>
        <span key={update.status} style={{ width: `${update.progress ?? 0}%` }} />
      </span>
    </button>
  )
}
