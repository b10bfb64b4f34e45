import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

// Shown where live chat is installed: without it nobody has access.
registry.category("discuss.channel_commands").add("case", {
    channel_types: ["livechat"],
    condition: ({ store }) => Boolean(store.has_access_livechat),
    help: _t("Open a service case (/case subject)"),
    methodName: "execute_command_case",
});
