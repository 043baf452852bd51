import { Button } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useMay } from '../../../api/queries/session.ts'
import { EmptyState } from '../../../components/empty-state.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { SplitView } from '../../../components/split-view.tsx'
import { Toolbar } from '../../../components/toolbar.tsx'
import { useEditing } from '../../../components/use-editing.ts'
import { useUrlState } from '../../../components/use-url-state.ts'
import { useFormat } from '../../../format/use-format.ts'
import classes from '../energy.module.css'
import { MeterSelect, useMeters } from '../meter-select.tsx'
import { monthOf } from '../period.ts'
import { PeriodPicker, usePeriod } from '../period-picker.tsx'
import { billQuery } from '../queries.ts'
import { BillSheet } from './bill-sheet.tsx'
import { ExchangeForm } from './exchange-form.tsx'
import { TariffForm } from './tariff-form.tsx'

const EXCHANGE = 'exchange'

/** The month of a berth, from index to index. */
export function BillView() {
  const { t } = useTranslation()
  const { zone } = useFormat()
  const may = useMay()
  const { period, choose } = usePeriod('month')
  const [text, setMeter] = useUrlState('meter')
  const editing = useEditing()
  const meters = useMeters()
  const meter = text || meters.find(({ device_type }) => device_type === 'pedestal')?.id || null
  const canWrite = may('energy:write')
  const detail = editing.isNew ? (
    <TariffForm onClose={editing.close} />
  ) : editing.id === EXCHANGE && meter ? (
    <ExchangeForm key={meter} deviceId={meter} onClose={editing.close} />
  ) : null
  return (
    <>
      <Toolbar>
        <PeriodPicker period={period} onChoose={choose} only="month" />
        <MeterSelect label={t('energy.bill.berth')} chosen={meter} onChoose={setMeter} />
        {canWrite ? <Button onClick={() => editing.open('new')}>{t('energy.bill.setTariff')}</Button> : null}
        {canWrite && meter ? (
          <Button onClick={() => editing.open(EXCHANGE)}>{t('energy.exchange.title')}</Button>
        ) : null}
        <Button leftSection={<IconPrinter size={16} stroke={1.7} />} disabled={!meter} onClick={() => window.print()}>
          {t('energy.bill.print')}
        </Button>
      </Toolbar>
      <SplitView
        detail={canWrite ? detail : null}
        detailLabel={t(editing.isNew ? 'energy.bill.setTariff' : 'energy.exchange.title')}
        onClose={editing.close}
      >
        <div className={classes.scroll}>
          {meter ? (
            <Bill deviceId={meter} month={monthOf(period.start, zone)} />
          ) : (
            <EmptyState title={t('energy.noMeter')} />
          )}
        </div>
      </SplitView>
    </>
  )
}

function Bill({ deviceId, month }: { deviceId: string; month: string }) {
  const query = useQuery(billQuery(deviceId, month))
  return <Loaded query={query}>{(bill) => <BillSheet bill={bill} isOld={query.isPlaceholderData} />}</Loaded>
}
