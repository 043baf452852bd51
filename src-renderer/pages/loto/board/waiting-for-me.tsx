import { Button } from '@mantine/core'
import { IconArrowsExchange, IconGavel } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { LotoBoard } from '../../../api/loto-types.ts'
import { lotoOffersQuery, useMayDecide } from '../../../api/queries/loto.ts'
import { useSession } from '../../../api/queries/session.ts'
import { useLotoNumber } from '../use-number.ts'
import classes from './board.module.css'

interface WaitingForMeProps {
  board: LotoBoard
  onOpen: (sessionId: string) => void
}

interface Wait {
  readonly key: string
  readonly sessionId: string
  readonly number: number
  readonly title: string
  readonly words: string
  readonly isOffer: boolean
}

/** What stands still until this person decides: handovers offered to them and requests that they may approve. */
export function WaitingForMe({ board, onOpen }: WaitingForMeProps) {
  const { t } = useTranslation()
  const { user } = useSession()
  const mayDecide = useMayDecide()
  const number = useLotoNumber()
  const id = useId()
  const offers = useQuery({ ...lotoOffersQuery, enabled: board.offers_to_me > 0 }).data ?? []
  const waits: Wait[] = [
    ...offers
      .filter(({ to }) => to.id === user.id)
      .map((offer) => ({
        key: offer.id,
        sessionId: offer.session_id,
        number: offer.session_number,
        title: offer.session_title,
        words: t(offer.lock_id ? 'loto.board.offer' : 'loto.board.offerPrimary', { name: offer.from.name }),
        isOffer: true,
      })),
    ...board.sessions.filter(mayDecide).map((session) => ({
      key: session.id,
      sessionId: session.id,
      number: session.number,
      title: session.title,
      words: t('loto.board.decide', { name: session.primary.name }),
      isOffer: false,
    })),
  ]
  if (waits.length === 0) return null
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className={classes.groupTitle}>
        {t('loto.board.waiting')}
      </h2>
      <ul>
        {waits.map((wait) => (
          <li key={wait.key} className={classes.wait}>
            {wait.isOffer ? <IconArrowsExchange size={18} stroke={1.7} /> : <IconGavel size={18} stroke={1.7} />}
            <p>
              <b>{wait.words}</b>
              <span className="quiet">
                {number(wait.number)} · {wait.title}
              </span>
            </p>
            <Button onClick={() => onOpen(wait.sessionId)}>
              {t(wait.isOffer ? 'loto.act.accept' : 'loto.act.approve')}…
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}
