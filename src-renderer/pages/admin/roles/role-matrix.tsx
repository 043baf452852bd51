import { IconCheck } from '@tabler/icons-react'
import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import type { Role } from '../../../api/types.ts'
import { usePermissionWords } from './permission-words.ts'
import classes from './roles.module.css'
import { useRoleName } from './use-role-name.ts'

interface RoleMatrixProps {
  roles: readonly Role[]
  permissions: readonly string[]
  openId: string
  onOpen: (id: string) => void
}

/** Who may do what, at one glance. */
export function RoleMatrix({ roles, permissions, openId, onOpen }: RoleMatrixProps) {
  const { t } = useTranslation()
  const areas = usePermissionWords(permissions)
  const roleName = useRoleName()
  return (
    <div className={classes.scroller}>
      <table className={classes.matrix}>
        <caption className="visually-hidden">{t('admin.roles.matrix')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('admin.roles.permission')}</th>
            {roles.map((role) => (
              <th key={role.id} scope="col" data-open={role.id === openId || undefined}>
                <button type="button" className={classes.role} onClick={() => onOpen(role.id)}>
                  {roleName(role.name)}
                  <span className={classes.kind}>
                    {role.is_system
                      ? t('admin.roles.system')
                      : t('admin.roles.count', { count: role.permissions.length })}
                  </span>
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {areas.map(({ area, word, items }) => (
            <Fragment key={area}>
              {items.map(({ permission, verb }, index) => (
                <tr key={permission} data-first={index === 0 || undefined}>
                  <th scope="row" title={permission}>
                    <span className={classes.area}>{index === 0 ? word : ''}</span>
                    <span>{verb}</span>
                  </th>
                  {roles.map((role) => (
                    <td key={role.id} data-open={role.id === openId || undefined}>
                      <Granted isGranted={role.permissions.includes(permission)} />
                    </td>
                  ))}
                </tr>
              ))}
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Granted({ isGranted }: { isGranted: boolean }) {
  const { t } = useTranslation()
  return (
    <>
      {isGranted ? (
        <IconCheck size={16} stroke={2.2} aria-hidden="true" />
      ) : (
        <span className={classes.denied} aria-hidden="true">
          ·
        </span>
      )}
      <span className="visually-hidden">{t(isGranted ? 'admin.roles.granted' : 'admin.roles.denied')}</span>
    </>
  )
}
