import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useMay } from '../../../api/queries/session.ts'
import { permissionsQuery, rolesQuery } from '../../../api/queries/users.ts'
import { AddButton } from '../../../components/add-button.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { PageHeader } from '../../../components/page-header.tsx'
import { SplitView } from '../../../components/split-view.tsx'
import { useEditing } from '../../../components/use-editing.ts'
import type { AdminSectionProps } from '../admin-page.tsx'
import { RoleForm } from './role-form.tsx'
import { RoleMatrix } from './role-matrix.tsx'

export function RolesSection({ tabs }: AdminSectionProps) {
  const { t } = useTranslation()
  const may = useMay()
  const roles = useQuery(rolesQuery)
  const permissions = useQuery(permissionsQuery)
  const editing = useEditing()
  const canWrite = may('roles:write')
  const role = roles.data?.find((one) => one.id === editing.id) ?? null
  const all = permissions.data ?? []
  return (
    <>
      <PageHeader
        title={t('admin.title')}
        actions={canWrite ? <AddButton onClick={() => editing.open('new')}>{t('admin.roles.new')}</AddButton> : null}
      >
        {tabs}
      </PageHeader>
      <SplitView
        detail={
          role || (editing.isNew && canWrite) ? (
            <RoleForm
              key={editing.id}
              role={role}
              permissions={all}
              isReadOnly={!canWrite || (role?.is_system ?? false)}
              onClose={editing.close}
            />
          ) : null
        }
        detailLabel={t('admin.roles.edit')}
        onClose={editing.close}
        width={420}
      >
        <Loaded query={roles}>
          {(list) => <RoleMatrix roles={list} permissions={all} openId={editing.id} onOpen={editing.open} />}
        </Loaded>
      </SplitView>
    </>
  )
}
