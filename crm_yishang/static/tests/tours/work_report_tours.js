import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

tours.add("crm_yishang_work_report_write", {
    steps: () => [
        { trigger: ".o_data_row .o_data_cell:contains(日报)", run: "click" },
        { trigger: ".o_field_widget[name=recorded]:contains(甲石家庄)" },
        { trigger: ".o_field_widget[name=recorded]:contains(有意向)" },
        { trigger: ".o_field_widget[name=count_done]:contains(1)" },
        {
            trigger: ".o_field_widget[name=summary] textarea",
            run: "edit 拜访甲石家庄,客户有意向",
        },
        { trigger: ".o_field_widget[name=plan] textarea", run: "edit 明天送报价" },
        { trigger: "button[name=action_submit]", run: "click" },
        { trigger: "button[name=action_recall]" },
        { trigger: ".o_field_widget[name=summary]:not(:has(textarea))" },
    ],
});

tours.add("crm_yishang_work_report_comment", {
    steps: () => [
        { trigger: ".o_data_row .o_data_cell:contains(拜访甲石家庄)", run: "click" },
        { trigger: ".o_field_widget[name=plan]:contains(明天送报价)" },
        { trigger: "button[name=action_yishang_instruct]", run: "click" },
        { trigger: ".modal .o_field_widget[name=body] textarea", run: "edit 继续跟进" },
        { trigger: ".modal button[name=action_write]", run: "click" },
        { trigger: ".o_field_widget[name=yishang_instruction_ids]:contains(继续跟进)" },
    ],
});
