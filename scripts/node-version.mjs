/** Kept in plain old JavaScript, so that an old Node can still read the refusal. */
export const NODE_NEEDED = 24

export function isNodeNewEnough() {
  return Number(process.versions.node.split('.')[0]) >= NODE_NEEDED
}

export function refuseOldNode() {
  if (isNodeNewEnough()) return
  process.stderr.write(
    `Quaywatch needs Node.js ${NODE_NEEDED} or newer; this is ${process.versions.node}.\n` +
      'On Linux x64 "npm install" brings one along, and "npm run" uses it. Elsewhere install it from nodejs.org.\n',
  )
  process.exit(2)
}
