using CustomSampler;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;

// Data with a known law, so that every error is the solver's own: one Gaussian, whose flow is x_t = α m + √(v_t/v_s) (x_s − α_s m).
var process = new VariancePreserving(new LinearSchedule(betaAtZero: 0.1, betaAtOne: 20));
GaussianMixture data = GaussianMixture.Of(Gaussian.Isotropic([1.0, -2.0], variance: 0.25));

Console.WriteLine("steps   Heun in σ    midpoint in λ   (error of the standard deviation at t = 0.001)");
foreach (int steps in (int[])[8, 16, 32, 64])
{
    Console.WriteLine($"{steps,5}   {Error(new Heun(), steps):E2}     {Error(new MidpointInLambda(), steps):E2}");
}

double Error(ISolver solver, int steps)
{
    TimeGrid grid = Grids.Quadratic(steps, end: 1e-3);
    NoiseLevel end = process.At(grid.Times[^1]);
    NoiseLevel start = process.At(1);

    // Two starting points one unit apart end √(v_end/v_start) apart, exactly.
    double[] x = Sampler.Solve<double>(process, data.Score<double>(), solver, grid, new double[] { 0, 0, 1, 0 }, seed: 1).Values;
    double Spread(NoiseLevel level) => Math.Sqrt((level.MeanScale * level.MeanScale * 0.25) + level.Variance);
    return Math.Abs(x[2] - x[0] - (Spread(end) / Spread(start)));
}
