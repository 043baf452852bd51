import { useMatch } from 'react-router'
import { BrowseDevices } from './browse/browse-devices.tsx'
import { DevicePage } from './detail/device-page.tsx'

export default function DevicesPage() {
  const id = useMatch('/devices/:id')?.params.id
  return id ? <DevicePage key={id} deviceId={id} /> : <BrowseDevices />
}
