import { useDeferredValue, useMemo } from 'react'
import { useUrlState } from '../../../components/use-url-state.ts'
import { type DeviceFilter, deviceFilter, isFiltering } from '../model/filter.ts'

/** The filter in the address; devices and map read the same words, so that one can be sent on to the other. */
export function useDeviceFilter() {
  const [text, setText] = useUrlState('q')
  const [state, setState] = useUrlState('state')
  const [type, setType] = useUrlState('type')
  const [severity, setSeverity] = useUrlState('severity')
  const late = useDeferredValue(text)
  const filter = useMemo<DeviceFilter>(() => ({ text: late, state, type, severity }), [late, state, type, severity])
  const accepts = useMemo(() => deviceFilter(filter), [filter])
  return { text, filter, accepts, isFiltered: isFiltering(filter), setText, setState, setType, setSeverity }
}
export type DeviceFilterState = ReturnType<typeof useDeviceFilter>
