import type { Words } from '../errors.ts'
import type { LotoSession, PointSummary } from './loto.types.ts'
import type { SessionAction, SessionState } from './session.states.ts'

export const STATE_NAMES: Readonly<Record<SessionState, Words>> = {
  requested: { tr: 'onay bekliyor', en: 'awaiting approval' },
  approved: { tr: 'onaylandı', en: 'approved' },
  rejected: { tr: 'reddedildi', en: 'rejected' },
  isolating: { tr: 'enerji kesiliyor', en: 'isolating' },
  applied: { tr: 'kilitlendi', en: 'locked out' },
  working: { tr: 'çalışma sürüyor', en: 'work in progress' },
  clearing: { tr: 'alan boşaltılıyor', en: 'clearing' },
  released: { tr: 'serbest bırakıldı', en: 'released' },
  closed: { tr: 'kapandı', en: 'closed' },
  cancelled: { tr: 'iptal edildi', en: 'cancelled' },
}

/** "…; the session is isolating." */
const butIs =
  (tr: string, en: string) =>
  ({ state }: LotoSession): Words => ({
    tr: `${tr}; oturumun durumu: ${STATE_NAMES[state].tr}`,
    en: `${en}; the session is ${STATE_NAMES[state].en}`,
  })

/** A personal lock says who must come out first; otherwise the step that is due. */
function beforeRelease(session: LotoSession): Words {
  const inside = session.locks.filter(({ kind, removedAt }) => kind === 'personal' && removedAt === null)
  if (inside.length === 0)
    return butIs(
      'Serbest bırakmadan önce alanın boşaltıldığı onaylanmalıdır',
      'The site must be cleared first',
    )(session)
  const names = inside.map(({ owner }) => owner.name).join(', ')
  return { tr: `Kişisel kilitler hâlâ takılı: ${names}`, en: `Personal locks are still on: ${names}` }
}

/** Why an action has no place in the state that the session is in. */
export const STATE_WORDS: Readonly<Record<SessionAction, (session: LotoSession) => Words>> = {
  edit: butIs('Talep yalnızca onaylanmadan önce değiştirilebilir', 'A request can be changed only before its approval'),
  approve: butIs(
    'Yalnızca onay bekleyen bir talep onaylanabilir',
    'Only a request that awaits approval can be approved',
  ),
  reject: butIs(
    'Yalnızca onay bekleyen bir talep reddedilebilir',
    'Only a request that awaits approval can be rejected',
  ),
  isolate: butIs(
    'Ekipman kilidi onaydan sonra, uygulamadan önce takılır',
    'Equipment locks go on after the approval and before the lock-out is applied',
  ),
  unisolate: butIs(
    'Uygulanmış bir kilitlemede ekipman kilitleri yalnızca serbest bırakmayla açılır',
    'The equipment locks of an applied lock-out come off with its release only',
  ),
  verify: butIs('Sıfır enerji, enerji kesilirken doğrulanır', 'Zero energy is verified while isolating'),
  apply: butIs('Önce her nokta kilitlenip etiketlenmelidir', 'Every point must be locked and tagged first'),
  lock: butIs(
    'Kişisel kilit, kilitleme uygulandıktan sonra takılır',
    'Personal locks go on once the lock-out is applied',
  ),
  unlock: butIs('Takılı kişisel kilit yok', 'No personal lock is on'),
  handover: butIs('Devir yalnızca uygulanmış bir kilitlemede olur', 'Only an applied lock-out is handed over'),
  force_remove: butIs('Bu durumda zorla kaldırılacak kilit yok', 'There is no lock to remove by force in this state'),
  clear: (session) =>
    session.state === 'working'
      ? beforeRelease(session)
      : butIs('Alan, çalışma bittikten sonra boşaltılır', 'The site is cleared once the work is over')(session),
  release: beforeRelease,
  force_release: beforeRelease,
  close: butIs('Önce serbest bırakılmalıdır', 'It must be released first'),
  cancel: butIs(
    'Uygulanmış bir kilitleme iptal edilemez; serbest bırakılır',
    'An applied lock-out is released, not cancelled',
  ),
}

const joined = (points: readonly PointSummary[]): string => points.map(({ name }) => name).join(', ')

/** What must still be done at which points before the lock-out can be applied; null when nothing. */
export function missingForApply(session: LotoSession): Words | null {
  const isLocked = (point: PointSummary): boolean =>
    session.locks.some(
      (lock) => lock.kind === 'equipment' && lock.removedAt === null && lock.pointId === point.id && lock.tag !== null,
    )
  const unlocked = session.points.filter((point) => !isLocked(point))
  const untried = session.points.filter(({ id }) => !session.verifications.some(({ pointId }) => pointId === id))
  if (unlocked.length + untried.length === 0) return null
  const parts: Words[] = []
  if (unlocked.length > 0)
    parts.push({ tr: `kilit ve etiket yok: ${joined(unlocked)}`, en: `no lock and tag: ${joined(unlocked)}` })
  if (untried.length > 0)
    parts.push({
      tr: `sıfır enerji doğrulanmadı: ${joined(untried)}`,
      en: `zero energy not verified: ${joined(untried)}`,
    })
  return {
    tr: `Kilitleme henüz uygulanamaz; ${parts.map(({ tr }) => tr).join('; ')}`,
    en: `The lock-out cannot be applied yet; ${parts.map(({ en }) => en).join('; ')}`,
  }
}

/** How people call a session: LOTO-0042. */
export const displayNumber = (number: number): string => `LOTO-${String(number).padStart(4, '0')}`
