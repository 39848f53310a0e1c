import { describe, expect, it } from "vitest";
import { actionWords } from "../../src/domain/alarm-words-actions.ts";

const place = { account: "111122223333", region: "eu-west-1" };

describe("an action of an alarm", () => {
  it.each([
    ["arn:aws:sns:eu-west-1:111122223333:ops", "SNS topic ops"],
    ["arn:aws:sns:us-east-1:999988887777:ops", "SNS topic ops (999988887777 us-east-1)"],
    ["arn:aws:lambda:eu-west-1:111122223333:function:page:live", "Lambda function page:live"],
    ["arn:aws:automate:eu-west-1:ec2:recover", "recovers the EC2 instance"],
    [
      "arn:aws:swf:eu-west-1:111122223333:action/actions/AWS_EC2.InstanceId.Stop/1.0",
      "stops the EC2 instance",
    ],
    [
      "arn:aws:autoscaling:eu-west-1:111122223333:scalingPolicy:1-2:autoScalingGroupName/web:policyName/add one",
      "scaling policy add one of Auto Scaling group web",
    ],
    [
      "arn:aws:autoscaling:eu-west-1:111122223333:scalingPolicy:1-2:resource/ecs/service/acme-prod/payments:policyName/cpu",
      "scaling policy cpu of ecs service/acme-prod/payments",
    ],
    [
      "arn:aws:ssm:eu-west-1:111122223333:opsitem:2#CATEGORY=Security",
      "OpsItem of severity 2 (security)",
    ],
    [
      "arn:aws:ssm-incidents::111122223333:response-plan/outage",
      "incident by response plan outage",
    ],
    ["arn:aws:new:eu-west-1:111122223333:thing/x", "arn:aws:new:eu-west-1:111122223333:thing/x"],
    ["arn:aws:automate:eu-west-1:ec2:dance", "arn:aws:automate:eu-west-1:ec2:dance"],
    ["<!channel>", "<!channel>"],
  ])("%s", (action, expected) => {
    expect(actionWords(action, place)).toBe(expected);
  });
});
