import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

tours.add("crm_yishang_duplicate_ask", {
    steps: () => [
        { trigger: ".o_list_button_add:contains(新建)", run: "click" },
        {
            trigger: ".o_field_widget[name=name] :is(input, textarea)",
            run: "edit 河北再次录入有限公司",
        },
        { trigger: ".o_field_widget[name=phone] input", run: "edit 031188888886" },
        {
            trigger: ".o_field_widget[name=name] :is(input, textarea)",
            run: "click",
        },
        { trigger: ".alert-warning:contains(sales_sjz1):not(:contains(秘密))" },
        { trigger: ".alert-warning button:contains(向跟进人的主管申请)" },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".modal:contains(sales_sjz1):not(:contains(秘密))" },
        { trigger: ".modal button:contains(向跟进人的主管申请)", run: "click" },
        { trigger: ".modal .alert-warning:contains(031188888886)" },
        {
            trigger: ".modal .o_field_widget[name=name] input",
            run: "edit 河北再次录入有限公司",
        },
        {
            trigger: ".modal .o_field_widget[name=reason] textarea",
            run: "edit 对方要求由我跟进新厂区",
        },
        { trigger: ".modal button[name=action_ask]", run: "click" },
        { trigger: ".o_notification:contains(已提交给主管)" },
        { trigger: "body:not(:has(.modal)) .o_form_button_cancel", run: "click" },
        { trigger: ".o_list_view" },
    ],
});

tours.add("crm_yishang_duplicate_share", {
    steps: () => [
        { trigger: ".o_data_row td:contains(河北再次录入有限公司)", run: "click" },
        { trigger: ".o_form_view:contains(对方要求由我跟进新厂区)" },
        { trigger: ".o_statusbar_buttons button:contains(共享)", run: "click" },
        { trigger: ".modal button[name=action_decide]", run: "click" },
        { trigger: ".o_list_view:not(:contains(河北再次录入有限公司))" },
    ],
});

tours.add("crm_yishang_duplicate_check", {
    steps: () => [
        { trigger: ".o_list_view" },
        { trigger: "button:contains(重新检查)", run: "click" },
        { trigger: ".o_data_row:contains(031188888886)" },
        { trigger: ".o_data_row td[name=customer_names]", run: "click" },
        { trigger: ".o_data_row:contains(秘密恒泰机电设备有限公司)" },
        { trigger: ".o_back_button", run: "click" },
        { trigger: ".o_data_row button[name=action_merge]", run: "click" },
        { trigger: ".modal:contains(合并)" },
        { trigger: ".modal .btn-close", run: "click" },
        {
            trigger: "body:not(:has(.modal)) .o_data_row button[name=action_dismiss]",
            run: "click",
        },
        { trigger: ".o_list_view:not(:contains(031188888886))" },
    ],
});
