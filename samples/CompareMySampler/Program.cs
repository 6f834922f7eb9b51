using CustomSampler;
using ScoreSde.Comparison;
using ScoreSde.Comparison.Contestants;
using ScoreSde.Comparison.Problems;
using ScoreSde.Comparison.Reports;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;

var process = new VariancePreserving(new LinearSchedule(betaAtZero: 0.1, betaAtOne: 20));
var ring = new ExactProblem("ring", GaussianMixture.Ring(), process);
var settings = new ComparisonSettings { Contestants = Contestant.Of(new MidpointInLambda(), new Heun(), new UniPc(2)), Budgets = [10, 20, 50] };
foreach (ComparisonRow row in ComparisonRun.Execute([ring], settings).Problems[0].Rows)
{
    Console.WriteLine($"{row.Solver,-10} {row.Evaluations,3} evaluations: {row.Metrics["flowDistance"].Value:G3} from the exact flow, {row.Seconds:G2} s");
}
