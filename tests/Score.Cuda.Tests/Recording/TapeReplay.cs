using System.Numerics;
using ScoreSde.Cuda.Recording;
using ScoreSde.Noise;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Tests.Recording;

/// <summary>Carries a recorded run out on tiles, an instruction at a time: what the kernel does, in the library's own arithmetic.</summary>
internal static class TapeReplay
{
    public static T[] Run<T>(RecordedRun run, IScoreFunction<Tile<T>> score, int rows)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var space = new TileSpace<T>(rows, score.Dimension);
        space.MoveTo(0, rows);
        Tile<T>[] slots = [.. Enumerable.Range(0, run.Slots).Select(_ => space.Allocate())];
        foreach (Instruction order in run.Instructions)
        {
            Tile<T> target = slots[order.Target];
            switch (order.Kind)
            {
                case InstructionKind.Evaluate:
                    score.Evaluate(slots[order.A], run.Levels[order.B], target);
                    break;
                case InstructionKind.Combine:
                    space.Combine(target, [.. run.Terms.AsSpan(order.First, order.Count).ToArray().Select(term => (term.Weight, slots[term.Slot]))]);
                    break;
                case InstructionKind.Normal:
                    var key = new NoiseKey(run.Seed, unchecked((uint)order.B), (NoisePurpose)order.A);
                    Normals.Write(target.Values, score.Dimension, 0, order.Weight, key, add: order.Count > 0);
                    break;
                case InstructionKind.Ratio:
                    space.AddByNormRatio(target, order.Weight, slots[order.A], slots[order.First], slots[order.Count], order.B);
                    break;
                default:
                    Assert.True(target.Values.ToArray().All(T.IsFinite), $"not finite after step {order.A}");
                    break;
            }
        }

        return slots[0].Values.ToArray();
    }
}
