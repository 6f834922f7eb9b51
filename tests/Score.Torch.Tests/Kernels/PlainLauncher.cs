using System.Numerics;
using ScoreSde.Cuda.Tensors;
using ScoreSde.Noise;

namespace ScoreSde.Tests.Kernels;

/// <summary>What the kernels of tensors.cu say they do, written down in C# on memory of libtorch's CPU tensors: needs no compiler and takes no time.</summary>
internal sealed unsafe class PlainLauncher : ITensorLauncher
{
    private readonly List<string> launched = [];

    /// <summary>The names of the kernels, in order.</summary>
    public IReadOnlyList<string> Launched => launched;

    public int MostRoom { get; init; } = 1 << 16;

    /// <summary>A kernel that is none of these.</summary>
    public string? Refuses { get; init; }

    public void Launch<TArguments>(TensorKernel kernel, in TArguments arguments, int blocks, int roomBytes = 0)
        where TArguments : unmanaged
    {
        launched.Add(kernel.Name);
        object boxed = arguments;
        if (kernel.IsDouble)
        {
            Run<double>(kernel, boxed, blocks);
        }
        else
        {
            Run<float>(kernel, boxed, blocks);
        }
    }

    private static void Run<T>(TensorKernel kernel, object arguments, int blocks)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        switch (arguments)
        {
            case NormArguments norm:
                Norm<T>(norm, blocks / norm.Groups);
                break;
            case JoinArguments join when kernel.Name == "join_states":
                Join<T>(join);
                break;
            case JoinArguments join when kernel.Name == "activate_states":
                Activate<T>(join);
                break;
            case FewArguments few when kernel.Name == "spread_pictures":
                Spread<T>(few, kernel.Few);
                break;
            case FewArguments few when kernel.Name == "gather_pictures":
                Gather<T>(few, kernel.Few);
                break;
            case WalkArguments walk:
                Walk<T>(walk);
                break;
            default:
                throw new NotSupportedException(kernel.Name);
        }
    }

    private static void Norm<T>(NormArguments a, int pictures)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int inGroup = a.Channels / a.Groups;
        var values = new double[a.Pixels * inGroup];
        T* x = (T*)a.X;
        T* beside = (T*)a.Beside;
        T* shift = (T*)a.Shift;
        T* y = (T*)a.Y;

        // The target may be x: what a picture's groups read is kept apart from what they write.
        var made = new T[a.Pixels * a.Channels];
        for (long picture = 0; picture < pictures; picture++)
        {
            for (int group = 0; group < a.Groups; group++)
            {
                for (int i = 0; i < values.Length; i++)
                {
                    long pixel = (picture * a.Pixels) + (i / inGroup);
                    int channel = (group * inGroup) + (i % inGroup);
                    T value = channel < a.Own ? x[(pixel * a.Own) + channel] : beside[(pixel * (a.Channels - a.Own)) + channel - a.Own];
                    values[i] = double.CreateTruncating(value) + (shift == null ? 0 : double.CreateTruncating(shift[(picture * a.ShiftStride) + channel]));
                }

                double mean = values.Average();
                double deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)) + a.Epsilon);
                for (int i = 0; i < values.Length; i++)
                {
                    int channel = (group * inGroup) + (i % inGroup);
                    double normal = ((values[i] - mean) / deviation * double.CreateTruncating(((T*)a.Weight)[channel])) + double.CreateTruncating(((T*)a.Bias)[channel]);
                    made[((i / inGroup) * a.Channels) + channel] = T.CreateTruncating(a.Activate == 1 ? Silu(normal) : normal);
                }
            }

            made.CopyTo(new Span<T>(y + (picture * made.Length), made.Length));
        }
    }

    private static void Join<T>(JoinArguments a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (long i = 0; i < a.Count; i++)
        {
            T further = a.Further == 0 ? T.Zero : ((T*)a.Further)[i];
            ((T*)a.Target)[i] += ((T*)a.State)[i] + further + ((T*)a.Bias)[i % a.Channels];
        }
    }

    private static void Activate<T>(JoinArguments a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (long i = 0; i < a.Count; i++)
        {
            ((T*)a.Target)[i] = T.CreateTruncating(Silu(double.CreateTruncating(((T*)a.State)[i] + ((T*)a.Bias)[i % a.Channels])));
        }
    }

    // Pictures of few channels to many: weights [3, 3, few, channels].
    private static void Spread<T>(FewArguments a, int few)
        where T : unmanaged, IFloatingPointIeee754<T> => Convolve<T>(a, few, a.Channels, (place, from, to) => (((place * few) + from) * a.Channels) + to);

    // Pictures of many channels to few: weights [3, 3, few, channels].
    private static void Gather<T>(FewArguments a, int few)
        where T : unmanaged, IFloatingPointIeee754<T> => Convolve<T>(a, a.Channels, few, (place, from, to) => (((place * few) + to) * a.Channels) + from);

    private static void Convolve<T>(FewArguments a, int from, int to, Func<int, int, int, int> weightAt)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (long picture = 0; picture < a.Pictures; picture++)
        {
            for (int pixel = 0; pixel < a.Height * a.Width; pixel++)
            {
                for (int channel = 0; channel < to; channel++)
                {
                    double sum = double.CreateTruncating(((T*)a.Bias)[channel]);
                    for (int place = 0; place < 9; place++)
                    {
                        int row = (pixel / a.Width) + (place / 3) - 1;
                        int column = (pixel % a.Width) + (place % 3) - 1;
                        if (row < 0 || row >= a.Height || column < 0 || column >= a.Width)
                        {
                            continue;
                        }

                        for (int i = 0; i < from; i++)
                        {
                            T x = ((T*)a.X)[(((((picture * a.Height) + row) * a.Width) + column) * from) + i];
                            sum += double.CreateTruncating(x) * double.CreateTruncating(((T*)a.Weight)[weightAt(place, i, channel)]);
                        }
                    }

                    ((T*)a.Y)[(((picture * a.Height * a.Width) + pixel) * to) + channel] = T.CreateTruncating(sum);
                }
            }
        }
    }

    private static void Walk<T>(WalkArguments a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < a.OrderCount; i++)
        {
            WalkOrder order = a.Order[i];
            var target = new Span<T>((T*)order.Target, checked((int)a.Count));
            if (order.Kind != WalkKind.Sum)
            {
                var key = new NoiseKey(a.Seed, order.Interval, (NoisePurpose)order.Purpose);
                Normals.Write(target, (int)a.Dimension, a.FirstSample, order.Scale, key, add: order.Kind == WalkKind.AddedNoise);
                continue;
            }

            for (int j = 0; j < target.Length; j++)
            {
                T sum = T.Zero;
                for (int term = order.First; term < order.First + order.Terms; term++)
                {
                    sum += T.CreateTruncating(a.Weights[term]) * ((T*)a.States[term])[j];
                }

                target[j] = sum;
            }
        }
    }

    private static double Silu(double x) => x / (1 + Math.Exp(-x));
}
