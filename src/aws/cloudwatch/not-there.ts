/** How CloudWatch says that something of a name is not there. */

const NAMES = /^(?:ResourceNotFound|ResourceNotFoundException|DashboardNotFoundError)$/;

export function isNotThere(error: unknown): boolean {
  return error instanceof Error && NAMES.test(error.name);
}
