/** The life of a firmware version. Once released neither its file nor its data ever change: what runs can be told. */
export const FIRMWARE_STATES = ['draft', 'released', 'deprecated'] as const
export type FirmwareState = (typeof FIRMWARE_STATES)[number]

export const FIRMWARE_ACTIONS = ['change', 'release', 'deprecate', 'delete', 'roll_out'] as const
export type FirmwareAction = (typeof FIRMWARE_ACTIONS)[number]

/** `gone` is no state: the row is deleted. A draft nobody releases is deleted, not deprecated. */
export const FIRMWARE_TRANSITIONS: Readonly<
  Record<FirmwareState, Readonly<Partial<Record<FirmwareAction, FirmwareState | 'gone'>>>>
> = {
  draft: { change: 'draft', release: 'released', delete: 'gone' },
  released: { deprecate: 'deprecated', roll_out: 'released' },
  deprecated: {},
}

/** What may be done with a version in this state, for buttons and for the 409. */
export const firmwareActions = (state: FirmwareState): readonly FirmwareAction[] =>
  FIRMWARE_ACTIONS.filter((action) => FIRMWARE_TRANSITIONS[state][action] !== undefined)
