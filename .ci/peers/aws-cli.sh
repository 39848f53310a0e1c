#!/usr/bin/env bash
# Lets the AWS CLI (Python's botocore, no line of the JavaScript SDK) work with the local AWS, and checks what it gets.
# Prints "peer awscli: ran (…)", or why it could not be tried. Exit code 1 when an answer was not as expected.
set -euo pipefail
cd "$(dirname "$0")/../.."

work=$(mktemp -d)
server_pid=""
cleanup() {
  exec 3>&- || true
  [ -z "$server_pid" ] || wait "$server_pid" 2>/dev/null || true
  rm -rf "$work"
}
trap cleanup EXIT

aws=$(command -v aws || true)
if [ -z "$aws" ]; then
  if ! command -v python3 >/dev/null 2>&1; then
    echo "peer awscli: NOT RUN, neither aws nor python3 is here"
    exit 0
  fi
  if ! python3 -m venv "$work/venv" >/dev/null 2>&1 ||
    ! "$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check awscli >/dev/null 2>&1; then
    echo "peer awscli: NOT RUN, it could not be installed from PyPI"
    exit 0
  fi
  aws="$work/venv/bin/aws"
fi

mkfifo "$work/in"
npx tsx .ci/peers/aws-server.ts <"$work/in" >"$work/out" 2>"$work/err" &
server_pid=$!
exec 3>"$work/in"
for _ in $(seq 1 240); do
  [ -s "$work/out" ] && break
  kill -0 "$server_pid" 2>/dev/null || break
  sleep 0.25
done
if [ ! -s "$work/out" ]; then
  echo "peer awscli: the local AWS did not start" >&2
  cat "$work/err" >&2
  exit 1
fi
field() { node -p 'JSON.parse(fs.readFileSync(process.argv[1], "utf8"))[process.argv[2]]' "$work/out" "$1"; }

# Nothing of whoever runs this may reach the CLI, and nothing of the CLI may reach AWS.
unset AWS_PROFILE AWS_SESSION_TOKEN AWS_ROLE_ARN AWS_WEB_IDENTITY_TOKEN_FILE
export AWS_CONFIG_FILE="$work/none" AWS_SHARED_CREDENTIALS_FILE="$work/none" AWS_EC2_METADATA_DISABLED=true
AWS_ENDPOINT_URL=$(field endpoint)
AWS_ACCESS_KEY_ID=$(field accessKeyId)
AWS_SECRET_ACCESS_KEY=$(field secretAccessKey)
ROLE=$(field role)
NOW=$(($(field now) / 1000))
export AWS_ENDPOINT_URL AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY
export AWS_DEFAULT_REGION=eu-west-1 AWS_PAGER="" AWS_MAX_ATTEMPTS=6
BUCKET=acme-shop-cloudtrail
TRAIL=arn:aws:cloudtrail:eu-west-1:111122223333:trail/acme-org-trail

checks=0
# expect WHAT PATTERN COMMAND…: the command's output has to match the pattern (extended regular expression).
expect() {
  local what=$1 pattern=$2 out
  shift 2
  if ! out=$(timeout 60 "$@" 2>&1) && [[ $pattern != *"(error)"* ]]; then
    printf 'peer awscli: %s failed: %s\n' "$what" "$out" >&2
    cat "$work/err" >&2
    exit 1
  fi
  if ! grep -Eq -- "${pattern#(error)}" <<<"$out"; then
    printf 'peer awscli: %s gave %s\n' "$what" "$out" >&2
    exit 1
  fi
  checks=$((checks + 1))
}

expect "get-caller-identity" '^111122223333$' "$aws" sts get-caller-identity --query Account --output text
expect "assume-role" '^ASIA' "$aws" sts assume-role --role-arn "$ROLE" --role-session-name peer \
  --query Credentials.AccessKeyId --output text
expect "assume-role of a stranger" '(error)AccessDenied' "$aws" sts assume-role \
  --role-arn arn:aws:iam::999988887777:role/stranger --role-session-name peer

expect "lookup-events by name" '^bucket-x$' "$aws" cloudtrail lookup-events --max-items 1 \
  --lookup-attributes AttributeKey=ResourceName,AttributeValue=bucket-x \
  --query 'Events[0].Resources[0].ResourceName' --output text
expect "lookup-events over several pages" '^120$' "$aws" cloudtrail lookup-events --max-items 120 \
  --lookup-attributes AttributeKey=ReadOnly,AttributeValue=true --query 'length(Events)'
expect "lookup-events with two attributes" '(error)InvalidLookupAttributesException' "$aws" cloudtrail lookup-events \
  --lookup-attributes AttributeKey=EventName,AttributeValue=a AttributeKey=EventId,AttributeValue=b
expect "describe-trails" '^acme-org-trail$' "$aws" cloudtrail describe-trails \
  --query 'trailList[].Name' --output text
expect "get-trail-status" '^True$' "$aws" cloudtrail get-trail-status --name "$TRAIL" \
  --query IsLogging --output text
expect "get-event-selectors" 'True' "$aws" cloudtrail get-event-selectors --trail-name "$TRAIL" \
  --query 'EventSelectors[0].IncludeManagementEvents' --output text
# The CLI checks the signatures and hashes of the last hours by itself.
expect "validate-logs" '[1-9][0-9]*/[1-9][0-9]* digest files valid' "$aws" cloudtrail validate-logs --verbose --trail-arn "$TRAIL" \
  --start-time "$(date -u -d "@$((NOW - 6 * 3600))" +%Y-%m-%dT%H:%M:%SZ)" \
  --end-time "$(date -u -d "@$NOW" +%Y-%m-%dT%H:%M:%SZ)"

expect "s3 ls" 'PRE 222233334444/' "$aws" s3 ls "s3://$BUCKET/AWSLogs/"
expect "s3 ls of a day" 'CloudTrail_eu-west-1_.*\.json\.gz$' "$aws" s3 ls --recursive \
  "s3://$BUCKET/AWSLogs/111122223333/CloudTrail/eu-west-1/"
expect "list-objects-v2 in pages" '^250$' "$aws" s3api list-objects-v2 --bucket "$BUCKET" --page-size 100 \
  --max-items 250 --prefix AWSLogs/ --query 'length(Contents)'
key=$("$aws" s3api list-objects-v2 --bucket "$BUCKET" --prefix AWSLogs/111122223333/CloudTrail/eu-west-1/ \
  --query 'Contents[0].Key' --output text)
expect "s3 cp" 'download' "$aws" s3 cp "s3://$BUCKET/$key" "$work/log.json.gz"
expect "the copied log file" '"Records"' gzip -dc "$work/log.json.gz"
expect "get-object of nothing" '(error)NoSuchKey' "$aws" s3api get-object --bucket "$BUCKET" --key nothing "$work/nothing"

# The CLI takes an address of its own for SQS when only AWS_ENDPOINT_URL names one.
QUEUE=$("$aws" --endpoint-url "$AWS_ENDPOINT_URL" sqs get-queue-url --queue-name cloudtrail-log-files --query QueueUrl --output text)
expect "receive-message" 's3:TestEvent' "$aws" --endpoint-url "$AWS_ENDPOINT_URL" sqs receive-message --queue-url "$QUEUE" \
  --query 'Messages[0].Body' --output text

day=$(date -u -d "@$((NOW - 86400))" +%Y/%m/%d)
id=$("$aws" athena start-query-execution --query QueryExecutionId --output text \
  --query-execution-context Database=audit --query-string \
  "SELECT eventsource, count(*) AS calls FROM cloudtrail_logs WHERE account = '111122223333' AND region = 'eu-west-1' AND \"timestamp\" = '$day' GROUP BY eventsource ORDER BY calls DESC")
state=QUEUED
for _ in $(seq 1 120); do
  state=$("$aws" athena get-query-execution --query-execution-id "$id" --query QueryExecution.Status.State --output text)
  case "$state" in QUEUED | RUNNING) sleep 0.25 ;; *) break ;; esac
done
expect "get-query-execution" '^SUCCEEDED' "$aws" athena get-query-execution --query-execution-id "$id" \
  --query 'QueryExecution.[Status.State,Statistics.DataScannedInBytes,Status.StateChangeReason]' --output text
expect "get-query-results" 'amazonaws\.com' "$aws" athena get-query-results --query-execution-id "$id" \
  --query 'ResultSet.Rows[1].Data[0].VarCharValue' --output text

# CloudWatch. The server's clock stands still, so what is set stays set.
span=(--start-time "$((NOW - 3600))" --end-time "$NOW")
lambda=Name=FunctionName,Value=checkout-api
expect "describe-alarms" '^checkout-api-throttles	ALARM$' "$aws" cloudwatch describe-alarms --alarm-names checkout-api-throttles \
  --query 'MetricAlarms[].[AlarmName,StateValue]' --output text
expect "describe-alarms of two types, in pages" '^    4$' "$aws" cloudwatch describe-alarms --page-size 10 \
  --alarm-types MetricAlarm CompositeAlarm --query '[length(MetricAlarms),length(CompositeAlarms)]' --output json
expect "describe-alarms of no such state" '(error)ValidationError' "$aws" cloudwatch describe-alarms --state-value LOUD
expect "describe-alarm-history" 'Alarm updated from OK to ALARM' "$aws" cloudwatch describe-alarm-history \
  --alarm-name checkout-api-throttles --history-item-type StateUpdate --query 'AlarmHistoryItems[].HistorySummary' --output text
expect "list-metrics" '^AWS/Lambda	Throttles$' "$aws" cloudwatch list-metrics --namespace AWS/Lambda --metric-name Throttles \
  --dimensions "$lambda" --query 'Metrics[0].[Namespace,MetricName]' --output text
expect "get-metric-statistics" '^[1-9][0-9.]*	Count$' "$aws" cloudwatch get-metric-statistics --namespace AWS/Lambda \
  --metric-name Throttles --dimensions "$lambda" --period 3600 --statistics Sum "${span[@]}" \
  --query 'max_by(Datapoints, &Sum).[Sum,Unit]' --output text
query='[{"Id":"t","MetricStat":{"Metric":{"Namespace":"AWS/Lambda","MetricName":"Throttles","Dimensions":[{"Name":"FunctionName","Value":"checkout-api"}]},"Period":300,"Stat":"Sum"},"ReturnData":false},{"Id":"doubled","Expression":"t * 2"}]'
expect "get-metric-data" '^doubled	Complete	1[23]$' "$aws" cloudwatch get-metric-data --metric-data-queries "$query" "${span[@]}" \
  --query 'MetricDataResults[].[Id,StatusCode,length(Values)]' --output text
expect "get-metric-data without queries" '(error)ValidationError' "$aws" cloudwatch get-metric-data --metric-data-queries '[]' "${span[@]}"
expect "get-dashboard" '"widgets"' "$aws" cloudwatch get-dashboard --dashboard-name platform --query DashboardBody --output text
expect "get-dashboard of nothing" '(error)ResourceNotFound' "$aws" cloudwatch get-dashboard --dashboard-name nothing
expect "list-dashboards" 'platform' "$aws" cloudwatch list-dashboards --query 'DashboardEntries[].DashboardName' --output text
expect "put-metric-alarm" '^$' "$aws" cloudwatch put-metric-alarm --alarm-name peer --namespace AWS/Lambda --metric-name Errors \
  --dimensions "$lambda" --statistic Sum --period 60 --evaluation-periods 1 --threshold 5 \
  --comparison-operator GreaterThanOrEqualToThreshold --tags Key=team,Value=shop
expect "set-alarm-state" '^$' "$aws" cloudwatch set-alarm-state --alarm-name peer --state-value ALARM --state-reason drill
expect "describe-alarms of what was put and set" '^ALARM	drill$' "$aws" cloudwatch describe-alarms --alarm-names peer \
  --query 'MetricAlarms[].[StateValue,StateReason]' --output text
expect "put-alarm-mute-rule" '^$' "$aws" cloudwatch put-alarm-mute-rule --name peer-quiet \
  --rule 'Schedule={Expression=cron(* * * * *),Duration=PT1H}' --mute-targets AlarmNames=peer
expect "list-alarm-mute-rules" 'alarm-mute-rule:peer-quiet	ACTIVE' "$aws" cloudwatch list-alarm-mute-rules --alarm-name peer \
  --query 'AlarmMuteRuleSummaries[].[AlarmMuteRuleArn,Status]' --output text
expect "delete-alarms" '^$' "$aws" cloudwatch delete-alarms --alarm-names peer

if [ -s "$work/err" ] && grep -q "local AWS:" "$work/err"; then
  cat "$work/err" >&2
  exit 1
fi
echo "peer awscli: ran ($("$aws" --version 2>&1 | cut -d' ' -f1), $checks answers as expected)"
