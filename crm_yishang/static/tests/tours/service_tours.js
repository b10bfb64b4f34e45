import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

tours.add("crm_yishang_service_call", {
    steps: () => [
        { trigger: ".o_list_view, .o_view_nocontent, .o_list_renderer" },
        {
            trigger:
                ".o_menu_sections button:contains(服务), .o_main_navbar button:contains(服务)",
            run: "click",
        },
        { trigger: ".dropdown-item:contains(来电登记)", run: "click" },
        {
            trigger: ".modal .o_field_widget[name=phone] input",
            run: "edit 13811112222 && press Tab",
        },
        {
            trigger:
                ".modal .o_field_widget[name=recent_case_ids] .o_data_cell:contains(以前的问题)",
        },
        {
            trigger: ".modal .o_field_widget[name=subject] input",
            run: "edit 遥控器失灵 && press Tab",
        },
        {
            trigger:
                ".modal .o_field_widget[name=similar_case_ids] button:contains(采用此结果)",
            run: "click",
        },
        { trigger: ".modal .o_field_widget[name=result] textarea:value(更换电池)" },
        { trigger: ".modal footer button[name=action_solve]", run: "click" },
        { trigger: ".o_form_view .o_field_widget[name=name]:contains(FW)" },
        { trigger: ".o_arrow_button_current:contains(已解决)" },
    ],
});

tours.add("crm_yishang_service_complaint_refused", {
    steps: () => [
        { trigger: ".o_data_row .o_data_cell:contains(态度不好)", run: "click" },
        { trigger: "button[name=action_close]", run: "click" },
        { trigger: ".modal .modal-body:contains(关闭前请填写)" },
        { trigger: ".modal .modal-footer button", run: "click" },
        { trigger: "body:not(:has(.modal)) .o_arrow_button_current:contains(已解决)" },
    ],
});

tours.add("crm_yishang_service_complaint_closed", {
    steps: () => [
        { trigger: ".o_data_row .o_data_cell:contains(态度不好)", run: "click" },
        { trigger: ".nav-link[name=complaint]", run: "click" },
        {
            trigger: ".o_field_widget[name=answer] textarea",
            run: "edit 客户接受道歉",
        },
        { trigger: "button[name=action_close]", run: "click" },
        { trigger: ".o_arrow_button_current:contains(已关闭)" },
    ],
});
