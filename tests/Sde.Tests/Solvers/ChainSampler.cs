using ScoreSde.Discrete;
using ScoreSde.Noise;
using ScoreSde.Solvers;

namespace ScoreSde.Tests.Solvers;

/// <summary>Reference: the discrete chain's own reverse kernels, index by index, on a grid that visits all of them.</summary>
internal sealed record ChainSampler(DdpmChain Chain, ReverseKernel Kernel) : ISolver
{
    public SolverFacts Facts { get; } = new("chain", "The chain's kernels", 1, 1, 1, 1, "Ho et al. 2020, alg. 2");

    public IStepper<TState> CreateStepper<TState>(Problem<TState> problem) => new Stepper<TState>(problem, this);

    private sealed class Stepper<TState>(Problem<TState> problem, ChainSampler chain) : IStepper<TState>
    {
        private readonly TState epsilon = problem.Space.Allocate();

        public void Step(TState x, in GridStep step)
        {
            LinearKernel kernel = chain.Chain.Reverse(chain.Chain.Steps - step.Index, chain.Kernel);
            problem.Score.Evaluate(x, step.From, epsilon);
            problem.Space.Combine(x, (kernel.OnState, x), (kernel.OnOther, epsilon));
            if (kernel.Variance > 0)
            {
                problem.Space.AddNormal(x, kernel.Deviation, step.Noise(NoisePurpose.Step));
            }
        }
    }
}
