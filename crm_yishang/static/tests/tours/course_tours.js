import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const STATE = ".o_statusbar_status .o_arrow_button_current";

tours.add("crm_yishang_course_contract", {
    steps: () => [
        {
            content: "The order leads to its contract",
            trigger: "button[name=action_yishang_new_contract]:visible",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=subject] input",
            run: "edit 水泵供货合同",
        },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: "button[name=action_request]", run: "click" },
        { trigger: `${STATE}:contains(待审批)` },
    ],
});

tours.add("crm_yishang_course_sign", {
    steps: () => [
        { trigger: "button[name=action_sign]", run: "click" },
        { trigger: ".modal footer .btn-primary", run: "click" },
        { trigger: `${STATE}:contains(生效中)` },
    ],
});

tours.add("crm_yishang_course_plan", {
    steps: () => [
        { trigger: "a[name=yishang_plan]", run: "click" },
        {
            trigger: "button[name=action_yishang_divide_plan]:visible",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=number] input",
            run: "edit 2 && press Tab",
        },
        { trigger: ".modal .o_data_row:nth-child(2)" },
        { trigger: ".modal button[name=action_divide]", run: "click" },
        {
            content: "The page is there again, with both instalments",
            trigger: "body:not(:has(.modal)) .o_form_view a[name=yishang_plan]",
            run: "click",
        },
        {
            trigger:
                ".o_field_widget[name=yishang_instalment_ids] .o_data_row:nth-child(2)",
        },
    ],
});

tours.add("crm_yishang_course_statement", {
    steps: () => [
        {
            content: "What is still owed",
            trigger: ".o_group_header:contains(甲石家庄) td:contains(600.00)",
            run: "click",
        },
        { trigger: ".o_data_row button[name=action_statement]", run: "click" },
        {
            trigger: ".modal .o_field_widget[name=partner_id] input:value(甲石家庄)",
        },
        { trigger: ".modal button[name=action_print]", run: "click" },
        // What the server answers when the test lets it print.
        { trigger: ".modal:contains(对账单已送达打印)" },
        {
            trigger: ".modal:contains(对账单已送达打印) .modal-footer button",
            run: "click",
        },
        { trigger: "body:not(:has(.o_error_dialog))" },
    ],
});
