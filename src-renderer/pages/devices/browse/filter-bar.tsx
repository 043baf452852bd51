import { ActionIcon, Select, TextInput, Tooltip } from '@mantine/core'
import { IconFilterOff, IconSearch } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { DEVICE_TYPES, SEVERITIES } from '../../../api/types.ts'
import { STATE_FILTERS } from '../model/filter.ts'
import classes from './filter-bar.module.css'
import type { DeviceFilterState } from './use-device-filter.ts'

export function FilterBar({ filter }: { filter: DeviceFilterState }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  return (
    <search className={classes.root}>
      <TextInput
        className={classes.search}
        value={filter.text}
        onChange={(event) => filter.setText(event.currentTarget.value)}
        placeholder={t('devices.searchPlaceholder')}
        aria-label={t('devices.searchPlaceholder')}
        leftSection={<IconSearch size={15} />}
        type="search"
      />
      <Select
        className={classes.pick}
        aria-label={t('devices.filterState')}
        value={filter.filter.state}
        onChange={filter.setState}
        data={[
          { value: '', label: t('devices.anyState') },
          ...STATE_FILTERS.map((value) => ({ value, label: t(`devices.stateFilter.${value}`) })),
        ]}
      />
      <Select
        className={classes.pick}
        aria-label={t('devices.filterType')}
        value={filter.filter.type}
        onChange={filter.setType}
        data={[
          { value: '', label: t('devices.anyType') },
          ...DEVICE_TYPES.map((value) => ({ value, label: t(`deviceType.${value}`) })),
        ]}
      />
      <Select
        className={classes.pick}
        aria-label={t('devices.filterSeverity')}
        value={filter.filter.severity}
        onChange={filter.setSeverity}
        data={[
          { value: '', label: t('devices.anySeverity') },
          ...SEVERITIES.map((value) => ({ value, label: t(`severity.${value}`) })),
        ]}
      />
      {filter.isFiltered && (
        <Tooltip label={t('action.clearFilters')}>
          <ActionIcon aria-label={t('action.clearFilters')} onClick={() => navigate({ search: '' })}>
            <IconFilterOff size={17} />
          </ActionIcon>
        </Tooltip>
      )}
    </search>
  )
}
