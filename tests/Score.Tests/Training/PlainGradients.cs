using ScoreSde.MatrixKernels;
using ScoreSde.Networks;

namespace ScoreSde.Tests.Training;

/// <summary>The parameters' gradients of one workspace, one number after the other in plain loops: each a chain of additions from 0 over the samples in their order.</summary>
internal static unsafe class PlainGradients
{
    public static float[][] Of(ResidualMlp<float> network, MlpWorkspace<float> chunk) =>
        [.. network.Parameters.Select(parameter => Of(network.Settings, parameter, chunk))];

    private static float[] Of(MlpSettings settings, Parameter<float> parameter, MlpWorkspace<float> chunk)
    {
        string[] name = parameter.Name.Split('.');
        BackwardBuffers<float> backward = chunk.Backward!;
        int layer = name[0] == "blocks" ? int.Parse(name[1], System.Globalization.CultureInfo.InvariantCulture) + 1 : 0;
        PanelView<float> left = name[0] switch
        {
            "output" => Rows(backward.OutputGradient, chunk.DimensionStride),
            "skip" => Rows(backward.SkipGradient, chunk.DimensionStride),
            _ => chunk.Panelled(backward.HiddenGradients[layer]),
        };
        PanelView<float> right = name switch
        {
            [.., "time", "weight"] or ["skip", "weight"] => Rows(chunk.Features, chunk.FeatureStride),
            ["input", "weight"] => Rows(backward.Input, chunk.DimensionStride),
            ["output", "weight"] => chunk.Panelled(chunk.Active[settings.Depth]),
            ["blocks", _, "weight"] => chunk.Panelled(chunk.Active[layer - 1]),
            _ => default,
        };
        var gradient = new float[parameter.Values.Length];
        int columns = parameter.Shape[^1];
        for (int i = 0; i < gradient.Length; i++)
        {
            for (int sample = 0; sample < chunk.RowsUsed; sample++)
            {
                if (right.First is not null)
                {
                    gradient[i] = MathF.FusedMultiplyAdd(At(left, sample, i / columns), At(right, sample, i % columns), gradient[i]);
                }
                else if (name[0] != "class" || chunk.Labels[sample] == i / columns)
                {
                    gradient[i] += At(left, sample, i % columns);
                }
            }
        }

        return gradient;
    }

    private static PanelView<float> Rows(AlignedBuffer<float> buffer, int stride) => PanelView<float>.RowMajor(buffer.Pointer, stride);

    private static float At(PanelView<float> view, int row, int column) => *(view.Column(column) + (row * view.Row));
}
