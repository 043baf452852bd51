import {
  type Icon,
  IconBolt,
  IconDroplet,
  IconEngine,
  IconFlame,
  IconFlask,
  IconGasStation,
  IconRipple,
  IconWind,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { EnergyType } from '../../api/loto-types.ts'
import classes from './loto.module.css'

const ICONS: Record<EnergyType, Icon> = {
  electrical: IconBolt,
  water: IconDroplet,
  fuel: IconGasStation,
  hydraulic: IconRipple,
  pneumatic: IconWind,
  mechanical: IconEngine,
  thermal: IconFlame,
  chemical: IconFlask,
}

/** What kind of energy is cut at a point, as a sign and a spoken word. */
export function EnergySymbol({ energy, size = 16 }: { energy: EnergyType; size?: number }) {
  const { t } = useTranslation()
  const Sign = ICONS[energy]
  const word = t(`loto.energy.${energy}`)
  return (
    <span title={word} className={classes.energy}>
      <Sign size={size} stroke={1.7} aria-hidden="true" />
      <span className="visually-hidden">{word}</span>
    </span>
  )
}
