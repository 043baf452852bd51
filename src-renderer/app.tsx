import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { createBrowserRouter, RouterProvider } from 'react-router'
import { queryClient } from './api/hub.ts'
import { Toasts } from './components/toast.tsx'
import { Gate } from './shell/gate.tsx'
import { ScreenError } from './shell/screen-error.tsx'
import { cssVariables, theme } from './theme.ts'

/** One catch-all route: what is behind it depends on the session, and `PLACES` says the rest. */
const router = createBrowserRouter([{ path: '*', element: <Gate />, errorElement: <ScreenError /> }])

export function App() {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="dark">
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
        <Toasts />
      </QueryClientProvider>
    </MantineProvider>
  )
}
