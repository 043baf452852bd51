import { PasswordInput, Select, Switch, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSession } from '../../../api/queries/session.ts'
import { rolesQuery, useDeleteUser, useSaveUser } from '../../../api/queries/users.ts'
import type { User } from '../../../api/types.ts'
import { ConfirmAct } from '../../../components/confirm-act.tsx'
import { useErrorText } from '../../../components/error-state.tsx'
import { FormButtons, FormFault, FormSection, SideForm } from '../../../components/side-form.tsx'
import { toast } from '../../../components/toast.tsx'
import { useForm } from '../../../components/use-form.ts'

import { useRoleName } from '../roles/use-role-name.ts'

interface UserFormProps {
  user: User | null
  isReadOnly: boolean
  onClose: () => void
}

interface UserFields {
  email: string
  name: string
  roleId: string
  isActive: boolean
  password: string
}

const MIN_PASSWORD = 12

export function UserForm({ user, isReadOnly, onClose }: UserFormProps) {
  const { t } = useTranslation()
  const { user: me } = useSession()
  const roles = useQuery(rolesQuery)
  const roleName = useRoleName()
  const save = useSaveUser()
  const remove = useDeleteUser()
  const errorText = useErrorText(save.error)
  const [isDeleting, setDeleting] = useState(false)
  const isMe = user?.id === me.id
  const form = useForm<UserFields>(
    {
      email: user?.email ?? '',
      name: user?.name ?? '',
      roleId: user?.role_id ?? '',
      isActive: user?.is_active ?? true,
      password: '',
    },
    (fields) => ({
      email: /^\S+@\S+\.\S+$/.test(fields.email.trim()) ? null : t('signIn.setUp.badEmail'),
      roleId: fields.roleId ? null : t('form.required'),
      password: isPasswordGood(fields.password, user !== null) ? null : t('signIn.setUp.short'),
    }),
  )
  const { fields, change, fault } = form

  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!form.tryOut()) return
    save.mutate(
      { id: user?.id ?? null, body: user ? changesOf(fields, user) : newUserOf(fields) },
      {
        onSuccess: () => {
          toast(t('admin.users.saved'))
          onClose()
        },
      },
    )
  }
  return (
    <SideForm title={user?.email ?? t('admin.users.new')} onSubmit={submit} isReadOnly={isReadOnly}>
      <FormSection>
        {user ? null : (
          <TextInput
            label={t('admin.users.email')}
            type="email"
            autoFocus
            value={fields.email}
            error={fault('email')}
            onChange={(event) => change({ email: event.currentTarget.value })}
          />
        )}
        <TextInput
          label={`${t('admin.users.name')} (${t('form.optional')})`}
          value={fields.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <Select
          label={t('admin.users.role')}
          data={(roles.data ?? []).map((role) => ({ value: role.id, label: roleName(role.name) }))}
          value={fields.roleId || null}
          error={fault('roleId')}
          disabled={isMe}
          onChange={(roleId) => change({ roleId: roleId ?? '' })}
        />
        <PasswordInput
          label={t(user ? 'admin.users.newPassword' : 'admin.users.password')}
          description={t(user ? 'admin.users.newPasswordHint' : 'signIn.setUp.passwordHint')}
          autoComplete="new-password"
          value={fields.password}
          error={fault('password')}
          onChange={(event) => change({ password: event.currentTarget.value })}
          visibilityToggleButtonProps={{ 'aria-label': t('signIn.show') }}
        />
        <Switch
          label={t('admin.users.active')}
          checked={fields.isActive}
          disabled={isMe}
          onChange={(event) => change({ isActive: event.currentTarget.checked })}
        />
      </FormSection>
      <FormFault text={save.isError ? errorText : null} />
      {isReadOnly ? null : (
        <FormButtons
          saveWord={t('action.save')}
          isBusy={save.isPending}
          onCancel={onClose}
          onDelete={user && !isMe ? () => setDeleting(true) : null}
        />
      )}
      {user ? (
        <ConfirmAct
          isOpen={isDeleting}
          onClose={() => setDeleting(false)}
          title={t('form.confirmDelete', { name: user.email })}
          verb={t('action.delete')}
          run={async () => {
            await remove.mutateAsync(user.id)
            toast(t('admin.users.deleted'))
            onClose()
          }}
        >
          {t('admin.users.deleteHint')}
        </ConfirmAct>
      ) : null}
    </SideForm>
  )
}

function isPasswordGood(password: string, isOptional: boolean): boolean {
  return password === '' ? isOptional : password.length >= MIN_PASSWORD
}

function newUserOf(fields: UserFields): object {
  const name = fields.name.trim()
  return {
    email: fields.email.trim(),
    password: fields.password,
    role_id: fields.roleId,
    is_active: fields.isActive,
    ...(name ? { name } : {}),
  }
}

/** Only what differs: the hub refuses to change some things about oneself. */
function changesOf(fields: UserFields, user: User): object {
  const name = fields.name.trim() || null
  return {
    ...(name === user.name ? {} : { name }),
    ...(fields.roleId === user.role_id ? {} : { role_id: fields.roleId }),
    ...(fields.isActive === user.is_active ? {} : { is_active: fields.isActive }),
    ...(fields.password ? { password: fields.password } : {}),
  }
}
