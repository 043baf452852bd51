/** What somebody is about to make physical happen to. A gateway stands for every device behind it. */
export type ControlSubject =
  | {
      readonly tenantId: string
      readonly deviceId: string
      /** Only opens or switches off: let through while a point is still being isolated, never once it is. */
      readonly isDeEnergising?: boolean
    }
  | { readonly tenantId: string; readonly gatewayId: string }

/**
 * Stands in front of everything that leaves the hub for the hardware, whoever asks: person, API, schedule, rule, firmware
 * or Zigbee. Denies when it cannot tell.
 */
export interface Interlock {
  /**
   * @throws AppError STATE_CONFLICT with `{ reason: 'LOTO_ACTIVE', session_id }` when the subject, anything above it, or
   * (for a gateway) any device behind it is locked out; the same without a session when the locks cannot be read
   */
  requireFree(subject: ControlSubject): Promise<void>
}
