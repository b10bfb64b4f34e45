import { reactive } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { session } from "@web/session";

const MODEL = "crm.yishang.instruction";
const BUS_TYPE = "crm_yishang.instruction";

/**
 * What waits for the user: read once at the start if something does, and again
 * whenever the server says that something changed. Whom the session tells nothing
 * has nothing to do with instructions, and nothing is asked for.
 */
export const instructionService = {
    dependencies: ["action", "bus_service", "orm"],

    start(env, { action, bus_service: bus, orm }) {
        const counts = session.crm_yishang_instruction;
        const state = reactive({
            isActive: Boolean(counts),
            count: 0,
            unread: 0,
            more: 0,
            rows: [],
        });

        async function load() {
            Object.assign(state, await orm.silent.call(MODEL, "get_waiting", []));
        }

        async function markRead(id) {
            await orm.call(MODEL, "action_read", [[id]]);
            await load();
        }

        async function view(id) {
            return action.doAction(await orm.call(MODEL, "action_view", [[id]]));
        }

        function open(id) {
            return action.doAction({
                type: "ir.actions.act_window",
                res_model: MODEL,
                res_id: id,
                views: [[false, "form"]],
            });
        }

        function openAll() {
            return action.doAction("crm_yishang.crm_yishang_instruction_action");
        }

        if (state.isActive) {
            Object.assign(state, counts);
            bus.subscribe(BUS_TYPE, load);
            bus.addEventListener("BUS:RECONNECT", load);
            if (counts.count) {
                load();
            }
        }
        return { state, load, markRead, view, open, openAll };
    },
};

registry.category("services").add("crm_yishang.instruction", instructionService);
