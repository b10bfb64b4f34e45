import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const STATE = ".o_statusbar_status .o_arrow_button_current";

tours.add("crm_yishang_contract_ask", {
    steps: () => [
        { trigger: ".o_list_button_add", run: "click" },
        {
            trigger: ".o_field_widget[name=subject] input",
            run: "edit 水泵供货合同",
        },
        {
            trigger: ".o_field_widget[name=partner_id] input",
            run: "edit 甲石家庄",
        },
        {
            trigger: ".o-autocomplete--dropdown-item a:contains(甲石家庄)",
            run: "click",
        },
        { trigger: ".o_field_widget[name=amount] input", run: "edit 10000" },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: "button[name=action_request]", run: "click" },
        { trigger: `${STATE}:contains(待审批)` },
        { trigger: ".alert-info:contains(leader_sjz)" },
    ],
});

tours.add("crm_yishang_contract_approve", {
    steps: () => [
        {
            trigger: ".o_yishang_tile[data-key=contract_judge]:contains(1)",
            run: "click",
        },
        { trigger: ".o_data_row .o_data_cell:contains(水泵供货合同)", run: "click" },
        { trigger: "button[name=action_approve]", run: "click" },
        { trigger: `${STATE}:contains(待签订)` },
    ],
});

tours.add("crm_yishang_contract_order", {
    steps: () => [
        { trigger: ".o_switch_view.o_kanban", run: "click" },
        { trigger: ".o_kanban_record:contains(水泵供货合同)", run: "click" },
        { trigger: "button[name=action_sign]", run: "click" },
        { trigger: ".modal footer .btn-primary", run: "click" },
        { trigger: `${STATE}:contains(生效中)` },
        { trigger: "button[name=action_new_order]", run: "click" },
        {
            trigger:
                ".o_field_widget[name=yishang_contract_id] input:value(水泵供货合同)",
        },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".o_form_saved" },
    ],
});
