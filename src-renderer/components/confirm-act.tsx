import { Button, Group, Modal } from '@mantine/core'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './confirm-act.module.css'
import { useErrorText } from './error-state.tsx'

interface ConfirmActProps {
  isOpen: boolean
  onClose: () => void
  title: string
  /** Exactly what will change. */
  children: ReactNode
  /** The verb, e.g. "Delete". */
  verb: string
  /** A physical act is confirmed by holding, so that a brush of a sleeve is not enough. */
  isPhysical?: boolean
  run: () => Promise<unknown>
}

export function ConfirmAct({ isOpen, onClose, title, children, verb, isPhysical = false, run }: ConfirmActProps) {
  const { t } = useTranslation()
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const errorText = useErrorText(error)
  useEffect(() => {
    if (isOpen) setError(null)
  }, [isOpen])

  const act = () => {
    setBusy(true)
    setError(null)
    run()
      .then(onClose, setError)
      .finally(() => setBusy(false))
  }
  return (
    <Modal opened={isOpen} onClose={onClose} title={title} size={440}>
      <div className={classes.body}>{children}</div>
      {error ? (
        <p role="alert" className={classes.error}>
          {errorText}
        </p>
      ) : null}
      <Group justify="flex-end" gap={8} mt={16}>
        <Button onClick={onClose} data-autofocus>
          {t('action.cancel')}
        </Button>
        {isPhysical ? (
          <HoldButton onHeld={act} isDisabled={isBusy}>
            {verb}
          </HoldButton>
        ) : (
          <Button variant="filled" onClick={act} loading={isBusy}>
            {verb}
          </Button>
        )}
      </Group>
    </Modal>
  )
}

const HOLD_MS = 1000

interface HoldButtonProps {
  onHeld: () => void
  isDisabled?: boolean
  children: ReactNode
}

/** Pressed for a second by pointer, Space or Enter; letting go earlier does nothing. */
export function HoldButton({ onHeld, isDisabled = false, children }: HoldButtonProps) {
  const { t } = useTranslation()
  const [isHeld, setHeld] = useState(false)
  const held = useRef(onHeld)
  held.current = onHeld
  useEffect(() => {
    if (!isHeld) return
    const timer = setTimeout(() => {
      setHeld(false)
      held.current()
    }, HOLD_MS)
    return () => clearTimeout(timer)
  }, [isHeld])
  const release = () => setHeld(false)
  return (
    <button
      type="button"
      className={classes.hold}
      data-held={isHeld || undefined}
      disabled={isDisabled}
      title={t('action.hold')}
      onPointerDown={() => setHeld(true)}
      onPointerUp={release}
      onPointerLeave={release}
      onPointerCancel={release}
      onBlur={release}
      onKeyDown={(event) => {
        if (event.key === ' ' || event.key === 'Enter') setHeld(true)
      }}
      onKeyUp={release}
      onContextMenu={(event) => event.preventDefault()}
    >
      <span className={classes.fill} style={{ transitionDuration: isHeld ? `${HOLD_MS}ms` : '120ms' }} />
      <span className={classes.label}>{children}</span>
      <span className={classes.hint}>{t('action.hold')}</span>
    </button>
  )
}
