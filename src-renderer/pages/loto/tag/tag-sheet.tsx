import { useTranslation } from 'react-i18next'
import type { LotoSession, PointSummary } from '../../../api/loto-types.ts'
import { useFormat } from '../../../format/use-format.ts'
import { en, tr } from '../words.ts'
import { qrPath } from './qr.ts'
import './tag.css'

interface TagSheetProps {
  number: string
  session: LotoSession
  point: PointSummary
  /** Whose tag it is: the name that stands on it. */
  person: string
  /** When the lock was placed, or null before. */
  at: string | null
  tag: string | null
  address: string
}

/** One tag, A6 landscape, in both languages whatever the window speaks: whoever reads it may speak either. */
export function TagSheet({ number, session, point, person, at, tag, address }: TagSheetProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const { size, path } = qrPath(address)
  const energy = `${tr.energy[point.energy_type]} / ${en.energy[point.energy_type]}`
  return (
    <article className="loto-tag" lang="tr">
      <header>
        <h2>
          TEHLİKE <span lang="en">DANGER</span>
        </h2>
        <p>
          ÇALIŞTIRMAYIN <span lang="en">DO NOT OPERATE</span>
        </p>
      </header>
      <div className="loto-tag-body">
        <dl>
          <Line name="Kilidi takan / Locked by" isBig>
            {person}
          </Line>
          <Line name="Nokta / Point" isBig>
            {point.name}
          </Line>
          <Line name="Enerji, yer / Energy, location">{[energy, point.location].filter(Boolean).join(' · ')}</Line>
          <Line name="Tarih, saat / Date, time">{at ? format.time(at, 'full') : '……………………………………'}</Line>
          <Line name="İş / Job">{session.title}</Line>
        </dl>
        <div className="loto-tag-code">
          <svg viewBox={`0 0 ${size} ${size}`} role="img" aria-label={t('loto.tag.qr', { address })}>
            <path d={`M0 0h${size}v${size}h-${size}z`} fill="#fff" />
            <path d={path} fill="#000" />
          </svg>
          <b>{number}</b>
          {tag && tag !== number ? <span>{tag}</span> : null}
        </div>
      </div>
      <footer>
        Bu etiketi yalnızca takan kişi çıkarır. <span lang="en">Only the person named may remove this tag.</span>
      </footer>
    </article>
  )
}

function Line({ name, isBig = false, children }: { name: string; isBig?: boolean; children: string }) {
  return (
    <div data-big={isBig || undefined}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
