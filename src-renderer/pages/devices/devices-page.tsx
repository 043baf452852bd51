import { Route, Routes } from 'react-router'
import { BrowseDevices } from './browse/browse-devices.tsx'
import { DevicePage } from './detail/device-page.tsx'

export default function DevicesPage() {
  return (
    <Routes>
      <Route index element={<BrowseDevices />} />
      <Route path=":id" element={<DevicePage />} />
    </Routes>
  )
}
