import { useTranslation } from 'react-i18next'
import { NumberField } from '../../../components/number-field.tsx'
import classes from './sites.module.css'

export interface Coordinates {
  latitude: number | ''
  longitude: number | ''
}

export function areCoordinatesGood({ latitude, longitude }: Coordinates): boolean {
  if (latitude === '' || longitude === '') return latitude === longitude
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180
}

/** Both or none. */
export function coordinatesBody({ latitude, longitude }: Coordinates): { latitude?: number; longitude?: number } {
  return latitude === '' || longitude === '' ? {} : { latitude, longitude }
}

interface CoordinateFieldsProps extends Coordinates {
  fault: string | null
  onChange: (part: Partial<Coordinates>) => void
}

export function CoordinateFields({ latitude, longitude, fault, onChange }: CoordinateFieldsProps) {
  const { t } = useTranslation()
  const asNumber = (value: string | number) => (value === '' ? '' : Number(value))
  return (
    <div className={classes.two}>
      <NumberField
        label={t('admin.sites.latitude')}
        value={latitude}
        error={fault}
        onChange={(value) => onChange({ latitude: asNumber(value) })}
      />
      <NumberField
        label={t('admin.sites.longitude')}
        value={longitude}
        onChange={(value) => onChange({ longitude: asNumber(value) })}
      />
    </div>
  )
}
