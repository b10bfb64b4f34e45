import { registry } from "@web/core/registry";
import { rpc } from "@web/core/network/rpc";

const VISIT = "crm.yishang.visit";

function call(model, method, ...args) {
    return rpc(`/web/dataset/call_kw/${model}/${method}`, {
        model,
        method,
        args,
        kwargs: {},
    });
}

/** The salesperson visits a customer; what comes back arrives in the open page. */
registry.category("web_tour.tours").add("crm_yishang_instruction_arrives", {
    steps: () => [
        {
            trigger: ".o_yishang_workbench",
            async run() {
                const ids = await call(VISIT, "search", [["state", "=", "planned"]]);
                await call(VISIT, "action_check_in", ids, { error: "denied" });
                await call(VISIT, "write", ids, { content: "客户要新报价" });
                await call(VISIT, "action_check_out", ids);
            },
        },
        {
            content: "The leader writes now; the page is not loaded again",
            trigger: ".o_yishang_banner:contains(指示):contains(leader_sjz)",
            timeout: 60000,
        },
        { trigger: ".o_yishang_banner:contains(带上新报价单):contains(甲石家庄)" },
        { trigger: ".o_yishang_instruction_counter:contains(1)" },
        { trigger: ".o_yishang_banner_view:contains(查看)", run: "click" },
        {
            trigger: ".o_last_breadcrumb_item:contains(甲石家庄)",
            timeout: 30000,
        },
        {
            content: "It stays until it is read",
            trigger: ".o_yishang_banner_read:contains(已阅)",
            run: "click",
        },
        { trigger: ".o_web_client:not(:has(.o_yishang_banner))" },
        { trigger: ".o_yishang_instruction_toggle", run: "click" },
        {
            trigger:
                ".o_yishang_instruction_menu .o-dropdown-item:contains(带上新报价单)",
            run: "click",
        },
        {
            trigger: "button[name=action_open_reply]:contains(回复)",
            run: "click",
            timeout: 30000,
        },
        {
            trigger: ".modal .o_field_widget[name=reply] textarea",
            run: "edit 周四下午已送到",
        },
        { trigger: ".modal button[name=action_reply]", run: "click" },
        { trigger: ".o_field_widget[name=reply]:contains(周四下午已送到)" },
        { trigger: ".o_web_client:not(:has(.o_yishang_instruction_counter))" },
    ],
});

/** The leader marks one record with the keys alone and writes on the other. */
registry.category("web_tour.tours").add("crm_yishang_reading", {
    steps: () => [
        { trigger: ".o_yishang_reading_left:contains(2)" },
        { trigger: ".o_yishang_reading_item.active:contains(甲石家庄)" },
        { trigger: ".o_yishang_reading_input", run: "press alt+ArrowDown" },
        { trigger: ".o_yishang_reading_item.active:contains(乙石家庄)" },
        { trigger: ".o_yishang_reading_input", run: "press alt+ArrowUp" },
        { trigger: ".o_yishang_reading_item.active:contains(甲石家庄)" },
        { trigger: ".o_yishang_reading_record:contains(谈了合作)" },
        { trigger: ".o_yishang_reading_input", run: "press Enter" },
        { trigger: ".o_yishang_reading_item.active:contains(乙石家庄)" },
        { trigger: ".o_yishang_reading_left:contains(1)" },
        { trigger: ".o_yishang_reading_kind:contains(指示)", run: "click" },
        { trigger: ".o_yishang_reading_input", run: "edit 下周带样品去" },
        { trigger: ".o_yishang_reading_input", run: "press Enter" },
        { trigger: ".o_yishang_reading .o_view_nocontent" },
    ],
});
