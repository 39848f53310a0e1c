/** users.* and usergroups.*, and who the token belongs to. */
import type { SlackObject } from "../model.ts";
import { refuse } from "../refusal.ts";
import { botUser, userWire } from "../wire.ts";
import type { World } from "../world.ts";
import { page } from "./conversations.ts";
import { type Args, flag, type MethodTable, neededText } from "./method.ts";

function authTest(world: World): SlackObject {
  const { app, team } = world.company;
  return {
    url: `${world.origin}/`,
    team: team.name,
    user: app.name,
    team_id: team.id,
    user_id: app.botUserId,
    bot_id: app.botId,
    is_enterprise_install: false,
  };
}

function userInfo(world: World, args: Args): SlackObject {
  const id = neededText(args, "user");
  const bot = botUser(world);
  const user = id === bot.id ? bot : world.workspace.user(id);
  return user ? { user: userWire(world, user) } : refuse("user_not_found");
}

function userList(world: World, args: Args): SlackObject {
  const { rows, next } = page(args, [...world.company.users, botUser(world)], 200);
  const members = rows.map((user) => userWire(world, user));
  const cacheTs = Math.floor(world.clock.now() / 1000);
  return { members, cache_ts: cacheTs, response_metadata: { next_cursor: next } };
}

function groupList(world: World, args: Args): SlackObject {
  const usergroups = world.company.groups.map(({ id, handle, name, users }) => ({
    id,
    team_id: world.company.team.id,
    is_usergroup: true,
    name,
    handle,
    description: "",
    is_external: false,
    user_count: String(users.length),
    ...(flag(args, "include_users") ? { users } : {}),
  }));
  return { usergroups };
}

function groupUsers(world: World, args: Args): SlackObject {
  const id = neededText(args, "usergroup");
  const found = world.company.groups.find((group) => group.id === id);
  return found ? { users: found.users } : refuse("no_such_subteam");
}

export const PEOPLE_METHODS: MethodTable = {
  "auth.test": { token: "bot", scopes: [], tier: "none", run: authTest },
  "users.info": { token: "bot", scopes: ["users:read"], tier: 4, run: userInfo },
  "users.list": { token: "bot", scopes: ["users:read"], tier: 2, run: userList },
  "usergroups.list": { token: "bot", scopes: ["usergroups:read"], tier: 2, run: groupList },
  "usergroups.users.list": { token: "bot", scopes: ["usergroups:read"], tier: 2, run: groupUsers },
};
