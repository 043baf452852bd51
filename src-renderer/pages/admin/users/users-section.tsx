import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay, useSession } from '../../../api/queries/session.ts'
import { usersQuery } from '../../../api/queries/users.ts'
import type { User } from '../../../api/types.ts'
import { AddButton } from '../../../components/add-button.tsx'
import type { Column } from '../../../components/data-table/column.ts'
import { DataTable } from '../../../components/data-table/data-table.tsx'
import { EmptyState } from '../../../components/empty-state.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { PageHeader } from '../../../components/page-header.tsx'
import { SplitView } from '../../../components/split-view.tsx'
import { StateWord } from '../../../components/state-word.tsx'
import { useEditing } from '../../../components/use-editing.ts'
import { useFormat } from '../../../format/use-format.ts'
import type { AdminSectionProps } from '../admin-page.tsx'
import { useRoleName } from '../roles/use-role-name.ts'
import { UserForm } from './user-form.tsx'

const userKey = (user: User) => user.id

export function UsersSection({ tabs }: AdminSectionProps) {
  const { t } = useTranslation()
  const may = useMay()
  const query = useQuery(usersQuery)
  const editing = useEditing()
  const columns = useUserColumns()
  const canWrite = may('users:write')
  const user = query.data?.find((one) => one.id === editing.id) ?? null
  return (
    <>
      <PageHeader
        title={t('admin.title')}
        actions={canWrite ? <AddButton onClick={() => editing.open('new')}>{t('admin.users.new')}</AddButton> : null}
      >
        {tabs}
      </PageHeader>
      <SplitView
        detail={
          user || (editing.isNew && canWrite) ? (
            <UserForm key={editing.id} user={user} isReadOnly={!canWrite} onClose={editing.close} />
          ) : null
        }
        detailLabel={t('admin.users.edit')}
        onClose={editing.close}
      >
        <Loaded query={query}>
          {(users) => (
            <DataTable
              id="users"
              label={t('admin.sections.users')}
              rows={users}
              columns={columns}
              rowKey={userKey}
              openKey={editing.id || null}
              onOpen={(one) => editing.open(one.id)}
              sort={{ key: 'email', order: 'asc' }}
              empty={<EmptyState title={t('admin.users.empty')} />}
            />
          )}
        </Loaded>
      </SplitView>
    </>
  )
}

function useUserColumns(): readonly Column<User>[] {
  const { t } = useTranslation()
  const format = useFormat()
  const { user: me } = useSession()
  const roleName = useRoleName()
  return useMemo<Column<User>[]>(
    () => [
      {
        key: 'email',
        header: t('admin.users.email'),
        width: { share: 1.4, min: 180 },
        isSortable: true,
        cell: (user) => (
          <>
            {user.email}
            {user.id === me.id ? <span className="quiet"> · {t('admin.users.you')}</span> : null}
          </>
        ),
        plain: (user) => user.email,
      },
      {
        key: 'name',
        header: t('admin.users.name'),
        width: { share: 1, min: 120 },
        isSortable: true,
        cell: (user) => user.name ?? '—',
        plain: (user) => user.name,
      },
      {
        key: 'role',
        header: t('admin.users.role'),
        width: { share: 0.8, min: 110 },
        isSortable: true,
        cell: (user) => roleName(user.role_name),
        plain: (user) => roleName(user.role_name),
      },
      {
        key: 'state',
        header: t('admin.users.state'),
        width: 120,
        isSortable: true,
        cell: (user) => (
          <StateWord shape={user.is_active ? 'full' : 'empty'}>
            {t(user.is_active ? 'state.enabled' : 'state.disabled')}
          </StateWord>
        ),
        plain: (user) => t(user.is_active ? 'state.enabled' : 'state.disabled'),
      },
      {
        key: 'last_login_at',
        header: t('admin.users.lastLogin'),
        width: 140,
        align: 'end',
        isSortable: true,
        cell: (user) => (user.last_login_at ? format.time(user.last_login_at) : t('admin.users.never')),
        plain: (user) => user.last_login_at,
      },
      {
        key: 'created_at',
        header: t('admin.users.created'),
        width: 120,
        align: 'end',
        isExtra: true,
        isSortable: true,
        cell: (user) => format.time(user.created_at, 'date'),
        plain: (user) => user.created_at,
      },
    ],
    [t, format, me.id, roleName],
  )
}
