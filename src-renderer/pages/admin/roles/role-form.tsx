import { Checkbox, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useDeleteRole, useSaveRole } from '../../../api/queries/users.ts'
import type { Role } from '../../../api/types.ts'
import { ConfirmAct } from '../../../components/confirm-act.tsx'
import { useErrorText } from '../../../components/error-state.tsx'
import { FormButtons, FormFault, FormSection, SideForm } from '../../../components/side-form.tsx'
import { toast } from '../../../components/toast.tsx'
import { useForm } from '../../../components/use-form.ts'
import { usePermissionWords } from './permission-words.ts'
import classes from './roles.module.css'
import { useRoleName } from './use-role-name.ts'

interface RoleFormProps {
  role: Role | null
  permissions: readonly string[]
  isReadOnly: boolean
  onClose: () => void
}

export function RoleForm({ role, permissions, isReadOnly, onClose }: RoleFormProps) {
  const { t } = useTranslation()
  const areas = usePermissionWords(permissions)
  const roleName = useRoleName()
  const save = useSaveRole()
  const remove = useDeleteRole()
  const errorText = useErrorText(save.error)
  const [isDeleting, setDeleting] = useState(false)
  const form = useForm(
    { name: role?.name ?? '', description: role?.description ?? '', granted: role?.permissions ?? [] },
    (fields) => ({ name: fields.name.trim() ? null : t('form.required') }),
  )
  const { fields, change, fault } = form

  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!form.tryOut()) return
    const description = fields.description.trim()
    const body = {
      name: fields.name.trim(),
      permissions: permissions.filter((permission) => fields.granted.includes(permission)),
      ...(description ? { description } : {}),
    }
    save.mutate(
      { id: role?.id ?? null, body },
      {
        onSuccess: () => {
          toast(t('admin.roles.saved'))
          onClose()
        },
      },
    )
  }
  return (
    <SideForm title={role ? roleName(role.name) : t('admin.roles.new')} onSubmit={submit} isReadOnly={isReadOnly}>
      {role?.is_system ? (
        <FormSection>
          <p className="quiet">{t('admin.roles.systemHint')}</p>
        </FormSection>
      ) : (
        <FormSection>
          <TextInput
            label={t('admin.roles.name')}
            autoFocus={!role}
            value={fields.name}
            error={fault('name')}
            onChange={(event) => change({ name: event.currentTarget.value })}
          />
          <TextInput
            label={`${t('admin.roles.description')} (${t('form.optional')})`}
            value={fields.description}
            onChange={(event) => change({ description: event.currentTarget.value })}
          />
        </FormSection>
      )}
      <FormSection title={t('admin.roles.count', { count: fields.granted.length })}>
        <Checkbox.Group value={fields.granted} onChange={(granted) => change({ granted })}>
          <div className={classes.permissions}>
            {areas.map(({ area, word, items }) => (
              <div key={area} className={classes.group}>
                <span>{word}</span>
                <div className={classes.checks}>
                  {items.map(({ permission, verb }) => (
                    <Checkbox
                      key={permission}
                      value={permission}
                      label={verb}
                      aria-label={`${word}: ${verb}`}
                      disabled={isReadOnly}
                    />
                  ))}
                </div>
              </div>
            ))}
          </div>
        </Checkbox.Group>
      </FormSection>
      <FormFault text={save.isError ? errorText : null} />
      {isReadOnly ? null : (
        <FormButtons
          saveWord={t('action.save')}
          isBusy={save.isPending}
          onCancel={onClose}
          onDelete={role ? () => setDeleting(true) : null}
        />
      )}
      {role ? (
        <ConfirmAct
          isOpen={isDeleting}
          onClose={() => setDeleting(false)}
          title={t('form.confirmDelete', { name: role.name })}
          verb={t('action.delete')}
          run={async () => {
            await remove.mutateAsync(role.id)
            toast(t('admin.roles.deleted'))
            onClose()
          }}
        >
          {t('admin.roles.deleteHint')}
        </ConfirmAct>
      ) : null}
    </SideForm>
  )
}
