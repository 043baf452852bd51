import { Component, type ReactNode } from 'react'
import { CrashedScreen } from './crashed-screen.tsx'

interface ScreenBoundaryProps {
  /** Going elsewhere clears the fault. */
  resetKey: string
  /** Shown instead of the whole fault where there is little room. */
  instead?: ReactNode
  children: ReactNode
}

interface ScreenBoundaryState {
  error: unknown
  key: string
}

/** A page that throws takes down itself, never the alarm strip. */
export class ScreenBoundary extends Component<ScreenBoundaryProps, ScreenBoundaryState> {
  override state: ScreenBoundaryState = { error: null, key: this.props.resetKey }

  static getDerivedStateFromError(error: unknown): Partial<ScreenBoundaryState> {
    return { error }
  }

  static getDerivedStateFromProps(props: ScreenBoundaryProps, state: ScreenBoundaryState) {
    return props.resetKey === state.key ? null : { error: null, key: props.resetKey }
  }

  override render() {
    if (this.state.error === null) return this.props.children
    if (this.props.instead !== undefined) return this.props.instead
    return <CrashedScreen error={this.state.error} onRetry={() => this.setState({ error: null })} />
  }
}
