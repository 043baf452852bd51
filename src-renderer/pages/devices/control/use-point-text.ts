import { useCallback } from 'react'
import { useFormat } from '../../../format/use-format.ts'
import { decimalsOf, type Point } from './point-model.ts'

/** @returns a value of the point as a person reads it: the option's name, or the number with its unit. */
export function usePointText(point: Point): (value: number) => string {
  const format = useFormat()
  return useCallback(
    (value) => {
      const option = point.options?.find((one) => one.value === value)
      if (option) return option.name
      const number = format.number(value, Number.isInteger(value) ? 0 : decimalsOf(point))
      return point.unit === '' ? number : `${number} ${point.unit}`
    },
    [point, format],
  )
}
