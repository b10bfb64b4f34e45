import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("crm_yishang_receipt_confirm", {
    steps: () => [
        { trigger: ".o_control_panel .o_searchview:contains(待确认)" },
        { trigger: ".o_data_row .o_data_cell:contains(甲石家庄)", run: "click" },
        {
            trigger: ".o_form_view button[name=action_confirm]:contains(确认)",
            run: "click",
        },
        { trigger: ".o_statusbar_status .o_arrow_button_current:contains(已确认)" },
        { trigger: ".o_field_widget[name=amount_allocated]:contains(400)" },
    ],
});

registry.category("web_tour.tours").add("crm_yishang_receipt_register", {
    steps: () => [
        {
            trigger: "button[name=action_yishang_register_receipt]:contains(登记收款)",
            run: "click",
        },
        { trigger: ".o_form_view .o_field_widget[name=amount] input:value(1,000.00)" },
        {
            trigger: ".o_field_widget[name=amount] input",
            run: "edit 400 && press Tab",
        },
        { trigger: ".o_data_row .o_field_cell[name=amount]:contains(400.00)" },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".o_form_view .o_field_widget[name=name]:contains(SK)" },
        { trigger: ".o_form_view:has(.o_form_saved)" },
    ],
});
