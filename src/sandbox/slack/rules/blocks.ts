/** Which blocks Slack takes, and their limits. */

export type Surface = "message" | "modal" | "home";
export type Fault = { pointer: string; text: string };

const MOST_BLOCKS: Record<Surface, number> = { message: 50, modal: 100, home: 100 };

export function blockFaults(blocks: unknown[], surface: Surface, root: string): Fault[] {
  if (blocks.length > MOST_BLOCKS[surface]) {
    return [{ pointer: root, text: `no more than ${MOST_BLOCKS[surface]} items allowed` }];
  }
  return [];
}
