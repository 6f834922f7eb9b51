using ScoreSde.Lanes;
using ScoreSde.Lanes.Functions;

namespace ScoreSde.Tests.Lanes;

/// <summary>2ᶻ of an array whose length is a multiple of sixteen.</summary>
internal readonly struct PowersOfTwo(float[] z, float[] result) : ILaneKernel<float>
{
    public static float[] Of(float[] z, LaneWidth width)
    {
        var kernel = new PowersOfTwo(z, new float[z.Length]);
        LaneDispatch.Run<float, PowersOfTwo>(ref kernel, width);
        return kernel.Result;
    }

    private float[] Result => result;

    public void Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes, float>
    {
        TLanes[] c = [.. PowerOfTwo.Constants.Select(TLanes.Broadcast)];
        for (nuint i = 0; i < (nuint)z.Length; i += (nuint)TLanes.Count)
        {
            TLanes power = PowerOfTwo.Of(TLanes.Load(ref z[0], i), c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7], c[8]);
            TLanes.Store(power, ref result[0], i);
        }
    }
}
