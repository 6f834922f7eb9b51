using System.Reflection;
using System.Reflection.Emit;

namespace ScoreSde.Tests.Library;

/// <summary>A public constructor or static method of a library, called with arguments in boxes; spans come as arrays, which reflection itself refuses.</summary>
internal sealed class Door
{
    private readonly Func<object?[], object?> call;

    private Door(MethodBase method)
    {
        Method = method;
        Types = [.. method.GetParameters().Select(static parameter => parameter.ParameterType.IsByRef ? parameter.ParameterType.GetElementType()! : parameter.ParameterType)];
        call = Compiled();
    }

    /// <summary>What is called.</summary>
    public MethodBase Method { get; }

    /// <summary>The types of its parameters, without their references.</summary>
    public IReadOnlyList<Type> Types { get; }

    /// <summary>Type.Method.</summary>
    public string Name => $"{Method.DeclaringType!.Name}.{Method.Name}";

    /// <summary>Every door of an assembly, float in the place of T.</summary>
    public static IEnumerable<Door> Of(Assembly assembly) =>
        assembly.GetExportedTypes().Select(Closed).OfType<Type>().Where(static type => !type.IsEnum && !typeof(Delegate).IsAssignableFrom(type)).SelectMany(Of);

    private static IEnumerable<Door> Of(Type type)
    {
        const BindingFlags Own = BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly;
        IEnumerable<MethodBase> made = type.IsAbstract || type.IsByRefLike ? [] : type.GetConstructors();
        return made.Concat(type.GetMethods(Own).Where(static method => !method.IsSpecialName).Select(Closed).OfType<MethodBase>())
            .Where(static method => method.GetParameters() is { Length: > 0 } parameters && parameters.All(static parameter => IsBoxed(parameter.ParameterType)))
            .Select(static method => new Door(method));
    }

    /// <summary>Calls it.</summary>
    /// <returns>What it threw; null where it threw nothing.</returns>
    public Exception? Try(object?[] arguments)
    {
        try
        {
            call(arguments);
            return null;
        }
        catch (Exception thrown)
        {
            return thrown;
        }
    }

    private static bool IsBoxed(Type type) => !type.IsPointer && (!type.IsByRefLike || (IsSpan(type) && !type.GetGenericArguments()[0].IsPointer));

    /// <summary>Whether it is a span.</summary>
    public static bool IsSpan(Type type) => type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(ReadOnlySpan<>) || type.GetGenericTypeDefinition() == typeof(Span<>));

    private Func<object?[], object?> Compiled()
    {
        var bridge = new DynamicMethod(Name, typeof(object), [typeof(object[])], typeof(Door).Module, skipVisibility: true);
        ILGenerator code = bridge.GetILGenerator();
        for (int i = 0; i < Types.Count; i++)
        {
            LocalBuilder local = code.DeclareLocal(Types[i]);
            code.Emit(OpCodes.Ldarg_0);
            code.Emit(OpCodes.Ldc_I4, i);
            code.Emit(OpCodes.Ldelem_Ref);
            if (IsSpan(Types[i]))
            {
                Type array = Types[i].GetGenericArguments()[0].MakeArrayType();
                code.Emit(OpCodes.Castclass, array);
                code.Emit(OpCodes.Newobj, Types[i].GetConstructor([array])!);
            }
            else
            {
                code.Emit(OpCodes.Unbox_Any, Types[i]);
            }

            code.Emit(OpCodes.Stloc, local);
            code.Emit(Method.GetParameters()[i].ParameterType.IsByRef ? OpCodes.Ldloca : OpCodes.Ldloc, local);
        }

        if (Method is ConstructorInfo maker)
        {
            code.Emit(OpCodes.Newobj, maker);
        }
        else
        {
            code.Emit(OpCodes.Call, (MethodInfo)Method);
        }

        if (Method is not MethodInfo { ReturnType.Name: "Void" })
        {
            code.Emit(OpCodes.Pop);
        }

        code.Emit(OpCodes.Ldnull);
        code.Emit(OpCodes.Ret);
        return bridge.CreateDelegate<Func<object?[], object?>>();
    }

    private static Type? Closed(Type type)
    {
        try
        {
            return type.IsGenericTypeDefinition ? type.MakeGenericType([.. type.GetGenericArguments().Select(static _ => typeof(float))]) : type;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static MethodInfo? Closed(MethodInfo method)
    {
        try
        {
            return method.IsGenericMethodDefinition ? method.MakeGenericMethod([.. method.GetGenericArguments().Select(static _ => typeof(float))]) : method;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
