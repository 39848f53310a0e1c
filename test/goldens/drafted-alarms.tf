resource "aws_cloudwatch_metric_alarm" "checkout_api_errors" {
  alarm_name          = "checkout-api-errors"
  alarm_actions       = []
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 5
  evaluation_periods  = 5
  datapoints_to_alarm = 3
  treat_missing_data  = "notBreaching"
  namespace           = "AWS/Lambda"
  metric_name         = "Errors"
  statistic           = "Sum"
  period              = 60
  dimensions = {
    "FunctionName" = "checkout-api"
  }
}

resource "aws_cloudwatch_metric_alarm" "orders_5xx" {
  alarm_name          = "orders 5xx"
  alarm_actions       = []
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 5
  evaluation_periods  = 5
  datapoints_to_alarm = 3
  treat_missing_data  = "notBreaching"

  metric_query {
    id          = "part_m1"
    return_data = false
    metric {
      namespace   = "AWS/ApplicationELB"
      metric_name = "HTTPCode_Target_5XX_Count"
      stat        = "p99"
      period      = 60
      dimensions = {
        "LoadBalancer" = "app/orders/50dc6c495c0c9188"
      }
    }
  }

  metric_query {
    id          = "m1"
    label       = "the \"share\""
    return_data = true
    expression  = "100 * part_m1 / 2"
    period      = 60
  }
}
